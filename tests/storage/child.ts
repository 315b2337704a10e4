// The process that is killed: the real start of a library, and a move or a restore of it, to its very end.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runDatabaseTask } from '../../electron/core/storage/database-task.ts';
import { findHome } from '../../electron/core/storage/home.ts';
import { cleanUpAfterMove, copySteady, planMove } from '../../electron/core/storage/move.ts';
import { readMove } from '../../electron/core/storage/move-journal.ts';
import { askRestore } from '../../electron/core/storage/restore.ts';
import { startLibrary } from '../../electron/core/storage/start-library.ts';

const orders = z.object({
  data: z.string(),
  task: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('move'), to: z.string() }),
    z.object({ kind: z.literal('restore'), backup: z.string() }),
    /** Only the start itself: the library is damaged. */
    z.object({ kind: z.literal('start') }),
  ]),
  /** Dies at the so-manieth point where a crash may fall; null: at none. */
  dieAt: z.number().int().nullable(),
});
export type Orders = z.infer<typeof orders>;

const { data, task, dieAt } = orders.parse(JSON.parse(process.argv[2] ?? ''));
let points = 0;
const step = () => {
  points += 1;
  if (points === dieAt) process.kill(process.pid, 'SIGKILL');
};
/** Left by the first run, so that the next does not begin the task again. */
const begun = existsSync(join(data, 'begun'));

await prepare();
await startAndStop();
process.stdout.write(String(points));

async function prepare(): Promise<void> {
  const home = findHome(data);
  if (!home.ok) throw new Error(home.error.kind);
  if (task.kind === 'restore' && !begun) await askRestore(home.value, task.backup);
  if (task.kind === 'move') {
    if (!begun) {
      const planned = await planMove(data, home.value, task.to);
      if (!planned.ok) throw new Error(planned.error.detail);
    }
    step();
    const move = readMove(data);
    if (move && !move.copied) {
      await copySteady(data, move, {
        run: runDatabaseTask,
        signal: new AbortController().signal,
        progress: () => undefined,
        step,
      });
    }
  }
}

async function startAndStop(): Promise<void> {
  const started = await startLibrary(data, { now: Date.now, step });
  if (!started.ok) throw new Error(started.error.kind);
  await cleanUpAfterMove(data, step);
  started.value.db.close();
  started.value.endedWell();
  started.value.unlock();
}
