import type { CreationId } from '../../shared/domain/creation.ts';
import { createQueueRig, scriptedProvider } from './queue-rig.ts';
import { ok } from '../../shared/result.ts';
import { png } from './pictures.ts';

/** A real library in `folder`, closed again: one picture for each prompt, each of other bytes. */
export async function makeLibrary(
  folder: string,
  prompts: readonly string[],
): Promise<readonly CreationId[]> {
  let made = 0;
  const provider = scriptedProvider(new Uint8Array(), {
    submit: async () => {
      made += 1;
      const bytes = await png(60 + made, 40, '#3366cc');
      return ok({
        kind: 'finished',
        outcome: { outputs: [{ source: { kind: 'bytes', bytes } }], costMicros: null },
      });
    },
  });
  const rig = await createQueueRig(folder, provider);
  try {
    rig.queue.start();
    const ids: CreationId[] = [];
    for (const prompt of prompts) {
      // Providers are not asked more often than they like.
      rig.clock.advance(60_000);
      ids.push(...(await rig.finished(await rig.enqueue(prompt))).creationIds);
    }
    return ids;
  } finally {
    await rig.close();
  }
}
