import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listArchive } from './archive.ts';
import { type Check, checkArchive } from './checks.ts';
import { checkFuses } from './fuses.ts';
import { packForLinux } from './pack.ts';
import { checkStart } from './smoke.ts';

/**
 * Packs the built studio as a release does, without the network, and checks what came out:
 * `npm run build && npm run pack:check`. Takes another project's folder as its argument.
 */

const project = resolve(process.argv[2] ?? join(import.meta.dirname, '../..'));

if (process.platform !== 'linux') throw new Error('pack:check packs for Linux and runs on Linux only.');
if (!existsSync(join(project, 'dist/main/main.js'))) {
  throw new Error(`${project} is not built: run \`npm run build\` first.`);
}

const workFolder = mkdtempSync(join(tmpdir(), 'pack-check-'));
try {
  const { archive, executable } = await packForLinux(project, workFolder);
  report([
    ...checkArchive(listArchive(archive), `linux-${process.arch}`),
    ...(await checkFuses(executable)),
    await checkStart(archive, workFolder),
  ]);
} finally {
  // The browser may still be writing its last files.
  rmSync(workFolder, { recursive: true, force: true, maxRetries: 5 });
}

function report(checks: readonly Check[]): void {
  for (const { name, detail } of checks) {
    console.log(detail === undefined ? `ok      ${name}` : `FAILED  ${name}: ${detail}`);
  }
  const failed = checks.filter((check) => check.detail !== undefined).length;
  console.log(`\n${checks.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
