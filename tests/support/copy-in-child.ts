import { createCopyIn } from '../../electron/core/storage/copy-in.ts';
import { createExchangeRig } from './exchange-rig.ts';

/** A studio of its own that copies every referenced original into the library, and says so after each one. */
const [library = ''] = process.argv.slice(2);
const studio = await createExchangeRig(library);
const { references, creations, originals, thumbnails, intake } = studio;
await originals.clearIncoming();
const done = Promise.withResolvers<void>();
const copyIn = createCopyIn({
  creations,
  originals,
  references,
  intake,
  thumbnailMaker: thumbnails,
  ownFolders: [library],
  emit: () => undefined,
  progress() {
    process.stdout.write('in\n');
    if (references.wantedUse().count === 0) done.resolve();
  },
});
if (references.wantedUse().count > 0) copyIn.start();
else copyIn.copyAll();
await done.promise;
await copyIn.close();
studio.close();
