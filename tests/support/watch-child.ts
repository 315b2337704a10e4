import { createExchangeRig } from './exchange-rig.ts';

/** A studio of its own that watches `folder`, says so whenever something came in, and ends when `count` are in. */
const [library = '', folder = '', count = ''] = process.argv.slice(2);
const studio = await createExchangeRig(library);
await studio.staged.sweep(studio.originals, studio.creations);
await studio.originals.clearIncoming();
const { watchedFolders, importer, ids } = studio;
// Watching alone keeps no process alive.
const alive = setInterval(() => undefined, 1000);
const all = Promise.withResolvers<void>();
const look = () => {
  if (ids().length >= Number(count)) all.resolve();
};
studio.heard(({ name }) => {
  if (name !== 'library.changed') return;
  process.stdout.write('in\n');
  look();
});
importer.resume();
if (watchedFolders.list().length > 0) watchedFolders.start();
else await watchedFolders.add(folder, 'copy');
look();
await all.promise;
await importer.stop();
clearInterval(alive);
studio.close();
