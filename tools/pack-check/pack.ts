import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { z } from 'zod';
import { writeFakeElectron } from './fake-electron.ts';

/** Where the parts of a packed studio lie. */
export type Packed = { readonly archive: string; readonly executable: string };

/**
 * Packs a built project for this Linux machine with electron-builder.yml as it is, but a fake Electron and no
 * installer: nothing is downloaded.
 *
 * @param project folder with package.json, dist and electron-builder.yml
 * @param workFolder empty; takes the fake Electron and the result
 * @throws when the configuration is invalid or packing fails
 */
export async function packForLinux(project: string, workFolder: string): Promise<Packed> {
  const electronDist = join(workFolder, 'electron');
  const output = join(workFolder, 'release');
  mkdirSync(electronDist);
  const electronVersion = readElectronVersion();
  writeFakeElectron(electronDist, electronVersion);
  await build({
    projectDir: project,
    targets: Platform.LINUX.createTarget('dir', process.arch === 'arm64' ? Arch.arm64 : Arch.x64),
    publish: 'never',
    config: { extends: 'electron-builder.yml', electronDist, electronVersion, directories: { output } },
  });
  const unpacked = join(output, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked');
  return {
    archive: join(unpacked, 'resources', 'app.asar'),
    executable: join(unpacked, 'videopicai-studio'),
  };
}

function readElectronVersion(): string {
  const path = createRequire(import.meta.url).resolve('electron/package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
