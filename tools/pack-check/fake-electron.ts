import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState, FuseV1Options } from '@electron/fuses';

/** What the wire of fuses inside Electron's executable starts with; its version and length follow. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/**
 * Writes a folder that electron-builder takes for an unpacked Electron, so that packing needs no download:
 * an executable that is nothing but a wire of fuses, all on, and the files beside it that packing expects.
 *
 * @param folder must exist
 * @param version of the Electron it stands for
 */
export function writeFakeElectron(folder: string, version: string): void {
  const fuses = Object.values(FuseV1Options).filter((fuse) => typeof fuse === 'number');
  const wire = Buffer.concat([
    Buffer.from(sentinel, 'latin1'),
    Buffer.from([1, fuses.length]),
    Buffer.alloc(fuses.length, FuseState.ENABLE),
  ]);
  writeFileSync(join(folder, 'electron'), wire, { mode: 0o755 });
  writeFileSync(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'icudtl.dat', 'resources.pak', 'libffmpeg.so']) {
    writeFileSync(join(folder, name), '');
  }
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
}
