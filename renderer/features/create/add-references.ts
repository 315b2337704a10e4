import type { InputFile } from '../../../shared/contract.ts';
import type { ListedModel } from '../../../shared/domain/model.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { toast } from '../../ui/toasts.ts';
import { dispatch } from './store.ts';

/** Ways a reference file comes in. `key` is the parameter it was meant for, null: the first that takes it. */

/** More than any model takes. */
const mostAtOnce = 16;

export async function addFiles(
  model: ListedModel,
  key: string | null,
  files: readonly File[],
): Promise<void> {
  for (const file of files) {
    await take(model, key, async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const answer = await request('inputs.add', { bytes });
      return answer.ok ? [answer.value] : null;
    });
  }
}

export async function pickFiles(model: ListedModel, key: string | null): Promise<void> {
  await take(model, key, () => request('inputs.pick', {}));
}

export async function addFromLibrary(
  model: ListedModel,
  key: string | null,
  ids: readonly number[],
): Promise<void> {
  for (const id of ids.slice(0, mostAtOnce)) {
    await take(model, key, async () => {
      const answer = await request('inputs.addFromCreation', { id });
      return answer.ok ? [answer.value] : null;
    });
  }
}

async function take(
  model: ListedModel,
  key: string | null,
  read: () => Promise<readonly InputFile[] | null>,
): Promise<void> {
  const files = await read().catch(() => null);
  if (files) dispatch({ type: 'add-files', model, key, files });
  else toast({ text: text.create.notTaken, kind: 'warning' });
}
