import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createExchangeRig } from './exchange-rig.ts';

/**
 * A studio of its own that imports `source` into `library`, and says so whenever something came in.
 * @param dieAt it kills itself at the so-manieth step of bringing files in that are ready, counted from the first group
 * on; nothing: it does not, and tells how many there were
 */
const [library = '', source = '', dieAt = ''] = process.argv.slice(2);
/** All are one group: nothing is written because of the time. */
const patient = { ...systemClock, after: () => () => undefined };
const studio = await createExchangeRig(library, dieAt === '' ? {} : { clock: patient });
await studio.staged.sweep(studio.originals, studio.creations);
await studio.originals.clearIncoming();
studio.heard(({ name }) => {
  if (name === 'library.changed') process.stdout.write('in\n');
});
const steps = dieAt === '' ? null : dieAtStep(Number(dieAt));
if (studio.imports.unfinished().length > 0) studio.importer.resume();
else studio.importer.start([source], 'copy');
await studio.importer.settled();
studio.close();
if (steps) process.stdout.write(`steps ${steps()}\n`);

function dieAtStep(last: number): () => number {
  let count = 0;
  let counting = false;
  const step = () => {
    if (!counting) return;
    count += 1;
    if (count === last) process.kill(process.pid, 'SIGKILL');
  };
  const before =
    <A extends readonly unknown[], R>(run: (...args: A) => R) =>
    (...args: A): R => {
      step();
      return run(...args);
    };
  const { staged, creations, imports, thumbnails } = studio;
  const { stage } = staged;
  staged.stage = (jobs) => {
    counting = true;
    step();
    stage(jobs);
  };
  creations.add = before(creations.add);
  imports.settle = before(imports.settle);
  imports.note = before(imports.note);
  thumbnails.put = before(thumbnails.put);
  // Files and folders are opened to be synced.
  Object.assign(fs, { open: before(fs.open), mkdir: before(fs.mkdir), rename: before(fs.rename) });
  syncBuiltinESMExports();
  return () => count;
}
