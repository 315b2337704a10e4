import { navigate } from 'wouter/use-hash-location';
import type { Creation } from '../../../shared/domain/creation.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { getSettings } from '../../app/settings.ts';
import { request } from '../../bridge/client.ts';
import { confirm } from '../../ui/confirm.ts';
import { toast } from '../../ui/toasts.ts';
import { type CapableChoice, chooseCapable, type PictureWork } from './capability.ts';
import { openMaskPainter } from './mask/mask-store.ts';
import { dispatch, useComposerStore } from './store.ts';

/**
 * Opens Create with a picture filled in where a capable model takes it, and the creation as its parent. Sends nothing:
 * the price is on the button there. Where no model can do it, says what is missing and leads to it.
 */
export async function startWork(work: PictureWork, { id, recipe }: Creation): Promise<void> {
  try {
    const [models, providers] = await Promise.all([
      request('models.list', {}),
      request('providers.list', {}),
    ]);
    const currentId = useComposerStore.getState().form.modelId ?? getSettings().lastModelId;
    const choice = chooseCapable(work, models, providers, currentId);
    if (choice.kind !== 'ready') return await leadToModels(work, choice);
    const added = await request('inputs.addFromCreation', { id });
    if (!added.ok) {
      toast({ text: notAdded(added.error), kind: 'error' });
      return;
    }
    const { model, picture } = choice;
    const { sha256, mime } = added.value;
    dispatch({
      type: 'work',
      model,
      remembered: getSettings().lastParameters[model.id] ?? {},
      recipe,
      file: { key: picture.key, sha256, mime },
      parent: { id, relation: work },
    });
    if (work === 'edit') openMaskPainter();
    navigate('/create');
  } catch {
    toast({ text: text.create.work.failed, kind: 'error' });
  }
}

/** No model was asked anything: it is the picture that is missing, damaged or too large. */
function notAdded(failure: Failure): string {
  if (failure.code === 'invalid_input') return text.create.work.unreadable;
  const { what, todo } = describeFailure(failure, text.library.title);
  return `${what} ${todo}`;
}

function missingOf(providers: readonly ProviderStatus[]): 'key' | 'address' | 'either' {
  const [first, ...others] = new Set(providers.map(({ auth }) => (auth === 'address' ? 'address' : 'key')));
  return first === undefined || others.length > 0 ? 'either' : first;
}

async function leadToModels(
  work: PictureWork,
  choice: Exclude<CapableChoice, { kind: 'ready' }>,
): Promise<void> {
  const words = text.create.work;
  const isKey = choice.kind === 'not-configured';
  const agreed = await confirm({
    title: words.missing[work],
    description: isKey
      ? words.needsProvider(
          choice.providers.map(({ name }) => name),
          choice.models.map(({ name }) => name),
          missingOf(choice.providers),
        )
      : words.needsModel[work],
    confirmLabel: isKey ? words.addKey : words.chooseModels,
  });
  if (agreed) navigate(isKey ? '/settings/providers' : '/settings/models');
}
