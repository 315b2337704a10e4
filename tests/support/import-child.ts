import { createExchangeRig } from './exchange-rig.ts';

/** A studio of its own that imports `source` into `library`, and says so whenever something came in. */
const [library = '', source = ''] = process.argv.slice(2);
const studio = await createExchangeRig(library);
await studio.staged.sweep(studio.originals, studio.creations);
await studio.originals.clearIncoming();
studio.heard(({ name }) => {
  if (name === 'library.changed') process.stdout.write('in\n');
});
if (studio.imports.unfinished().length > 0) studio.importer.resume();
else studio.importer.start([source], 'copy');
await studio.importer.settled();
studio.close();
