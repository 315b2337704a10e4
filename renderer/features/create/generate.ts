import { describeFailure } from '../../../shared/messages/en/failures.ts';
import { text } from '../../app/messages.ts';
import { getSettings, updateSettings } from '../../app/settings.ts';
import { request } from '../../bridge/client.ts';
import { toast } from '../../ui/toasts.ts';
import { rememberPrompt } from './prompt-history.ts';
import { buildRequests, rememberedValues } from './requests.ts';
import { setTried } from './store.ts';
import type { Composer } from './use-composer.ts';

/** Adds the composer's request to the queue. The prompt and values are remembered once it is there. */
export async function generate({ form, model, provider, checked }: Composer): Promise<void> {
  try {
    const answer = await request('jobs.enqueue', buildRequests(form, model, checked.prompts));
    if (!answer.ok) {
      const { what, todo } = describeFailure(answer.error, provider?.name ?? model.name);
      toast({ text: `${what} ${todo}`, kind: 'error' });
      return;
    }
    setTried(false);
    const { promptHistory, lastParameters } = getSettings();
    await updateSettings({
      promptHistory: rememberPrompt(promptHistory, form.prompt),
      lastModelId: model.id,
      lastParameters: { ...lastParameters, [model.id]: rememberedValues(model, form.values) },
    });
  } catch {
    toast({ text: text.create.notQueued, kind: 'error' });
  }
}

/** Whether the person must first be told who receives the prompt. */
export function needsConsent({ provider }: Composer): boolean {
  return provider !== undefined && provider.id !== 'sketch' && !provider.acknowledged;
}
