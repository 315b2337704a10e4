import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { expect, test } from 'vitest';
import { listArchive } from './archive.ts';

test('lists files at every depth and tells which lie beside the archive', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  try {
    mkdirSync(join(folder, 'app/dist/main'), { recursive: true });
    for (const path of ['package.json', 'dist/main/main.js', 'dist/main/native.node']) {
      writeFileSync(join(folder, 'app', path), path);
    }
    const archive = join(folder, 'app.asar');
    await createPackageWithOptions(join(folder, 'app'), archive, { unpack: '*.node' });
    expect(listArchive(archive).toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'dist/main/main.js', unpacked: false },
      { path: 'dist/main/native.node', unpacked: true },
      { path: 'package.json', unpacked: false },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
