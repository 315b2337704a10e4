import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { type Destination, freeName, type TakenNames } from './destination.ts';

/**
 * One archive instead of a folder of files. Nothing is compressed: pictures and clips are already. It gets its name when
 * it is whole, and each file goes into it as soon as it is made, so that it takes no room twice.
 * @param path of the archive, where there is nothing yet
 */
export function createZipDestination(path: string): Destination {
  const part = `${path}.part`;
  const taken: TakenNames = new Map();
  const zip = new ZipFile();
  const failed = new Promise<never>((_resolve, reject) => zip.once('error', reject));
  const written = Promise.race([
    pipeline(zip.outputStream, createWriteStream(part, { flags: 'wx' })),
    failed,
  ]);
  // Heard by whoever waits next; a disk that is full ends the export there.
  written.catch(() => undefined);

  return {
    workFolder: dirname(path),

    async accept({ path: file, name, ending, beside }) {
      const target = freeName(taken, name, ending);
      const { size, mtime } = await stat(file);
      const content = createReadStream(file);
      zip.addReadStream(content, target, { compress: false, mtime, size });
      if (beside)
        zip.addBuffer(Buffer.from(beside(basename(target))), `${target}.json`, { compress: false, mtime });
      // Read to its end, or the archive itself has failed; without the archive nothing reads.
      try {
        await Promise.race([finished(content), written]);
      } finally {
        content.destroy();
        await rm(file, { force: true });
      }
    },

    async finish() {
      zip.end();
      await written;
      await rename(part, path);
    },

    async abandon() {
      zip.end();
      await written.catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}
