import { existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSettingsFile } from '../../electron/core/settings/settings-file.ts';
import { createBackups } from '../../electron/core/storage/backups.ts';
import { checkDatabase, runDatabaseTask } from '../../electron/core/storage/database-task.ts';
import { homeAt } from '../../electron/core/storage/home.ts';
import { copySteady, planMove } from '../../electron/core/storage/move.ts';
import { readMove, writeMove } from '../../electron/core/storage/move-journal.ts';
import { startLibrary } from '../../electron/core/storage/start-library.ts';
import { isDiskError } from '../../electron/core/media/disk-error.ts';
import { createOriginals } from '../../electron/core/media/originals.ts';
import { openThumbnailStore } from '../../electron/core/media/thumbnails.ts';
import { createQueueRig, scriptedProvider } from '../support/queue-rig.ts';
import { png } from '../support/pictures.ts';
import { makeLibrary } from '../support/small-library.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { tempFolder } from '../support/temp-folder.ts';

const probe = mountSmallDisk(1024 * 1024);
probe?.unmount();
if (!probe) console.warn('Skipped: a full disk. This user may not mount a small file system (tmpfs).');
const megabyte = 1024 * 1024;

function smallDisk(sizeBytes: number): string {
  const disk = mountSmallDisk(sizeBytes);
  if (!disk) throw new Error('cannot mount');
  onTestFinished(disk.unmount);
  return disk.folder;
}

/** Fills the disk up to `free` bytes. */
function fill(folder: string, free: number): void {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - free)));
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

test.skipIf(!probe)('an original that does not fit leaves nothing, and the failure says so', async () => {
  const folder = smallDisk(2 * megabyte);
  const originals = createOriginals(join(folder, 'media'));
  const failure = await originals
    .receive([Buffer.alloc(4 * megabyte)], 100 * megabyte)
    .catch((error) => error);
  expect(isDiskError(failure)).toBe(true);
  expect(filesIn(folder)).toEqual([]);
});

test.skipIf(!probe)(
  'a job on a full disk fails as such, is kept, and works once there is space',
  async () => {
    const folder = smallDisk(8 * megabyte);
    const picture = Buffer.concat([await png(64, 48), Buffer.alloc(megabyte)]);
    const rig = await createQueueRig(folder, scriptedProvider(picture));
    rig.queue.start();
    fill(folder, megabyte / 2);
    const failed = await rig.finished(await rig.enqueue('a red boat'));
    expect(failed.failure?.code).toBe('disk');
    expect(filesIn(join(folder, 'media'))).toEqual([]);
    rmSync(join(folder, 'filler'));
    expect((await rig.finished(await rig.enqueue('a red boat'))).state).toBe('done');
    await rig.close();
    expect(checkDatabase(homeAt(folder).database)).toBeNull();
  },
);

test.skipIf(!probe)('a backup that does not fit is refused, and leaves nothing half-written', async () => {
  const folder = smallDisk(8 * megabyte);
  await makeLibrary(folder, ['a red boat']);
  const home = homeAt(folder);
  const deps = { database: home.database, folder: home.backups, now: () => 1 };
  const backups = createBackups({ ...deps, run: runDatabaseTask });
  expect(await backups.make('asked')).toMatchObject({ ok: false, error: { kind: 'disk' } });
  // Where the space runs out only while it is being written.
  fill(folder, 64 * 1024);
  const copied = await runDatabaseTask({ kind: 'copy', from: home.database, to: `${home.backups}/x.part` });
  expect(copied).toMatchObject({ kind: 'failed' });
  expect(filesIn(home.backups)).toEqual([]);
});

test.skipIf(!probe)(
  'a move to a disk that is too small, or fills up, leaves the library where it is',
  async () => {
    const data = tempFolder();
    await makeLibrary(data, ['a red boat', 'two cats']);
    writeFileSync(join(data, 'media', 'big.part'), '');
    const to = join(smallDisk(megabyte), 'library');
    expect(await planMove(data, homeAt(data), to)).toMatchObject({ ok: false, error: { code: 'disk' } });
    expect(readMove(data)).toBeNull();

    fill(join(to, '..'), 0);
    await writeMove(data, { from: data, to, step: 'copying', copied: false });
    const deps = { run: runDatabaseTask, signal: new AbortController().signal, progress: () => undefined };
    const failure = await copySteady(data, readMove(data)!, deps).catch((error) => error);
    expect(isDiskError(failure)).toBe(true);
    expect(filesIn(to)).toEqual([]);

    // Full only when the rest is copied, at the start.
    await writeMove(data, { from: data, to, step: 'copying', copied: true });
    const started = await startLibrary(data, { now: Date.now });
    if (!started.ok) throw new Error(started.error.kind);
    expect(started.value.home.folder).toBe(data);
    expect(started.value.notices).toMatchObject([{ id: 'move-failed' }]);
    expect(started.value.db.prepare('SELECT count(*) FROM creation').pluck().get()).toBe(2);
    started.value.db.close();
    started.value.unlock();
  },
);

test.skipIf(!probe)('a library on a full disk still opens, or says why it cannot', async () => {
  const folder = smallDisk(8 * megabyte);
  await makeLibrary(folder, ['a red boat']);
  fill(folder, 0);
  const started = await startLibrary(folder, { now: Date.now });
  if (started.ok) {
    expect(started.value.db.prepare('SELECT count(*) FROM creation').pluck().get()).toBe(1);
    started.value.db.close();
    started.value.unlock();
  } else {
    expect(started.error.kind).toBe('unwritable');
  }
  rmSync(join(folder, 'filler'));
  expect(checkDatabase(homeAt(folder).database)).toBeNull();
});

test.skipIf(!probe)('settings on a full disk keep their old content', () => {
  const folder = smallDisk(megabyte);
  const path = join(folder, 'settings.json');
  const settings = createSettingsFile(path);
  settings.set({ theme: 'light' });
  fill(folder, 0);
  let failure: unknown;
  try {
    settings.set({ lastParameters: { model: { text: 'x'.repeat(megabyte) } } });
  } catch (error) {
    failure = error;
  }
  expect(isDiskError(failure)).toBe(true);
  expect(createSettingsFile(path).get().theme).toBe('light');
  expect(existsSync(path)).toBe(true);
});

test.skipIf(!probe)('thumbnails that cannot be kept throw the disk’s error and spoil nothing', () => {
  const folder = smallDisk(megabyte);
  const store = openThumbnailStore(join(folder, 'thumbnails.sqlite'));
  const thumbnail = { small: Buffer.alloc(16), large: Buffer.alloc(16), color: 0, look: 0n };
  store.put([{ id: 1, thumbnail }]);
  fill(folder, 0);
  let failure: unknown;
  try {
    store.put([{ id: 2, thumbnail: { ...thumbnail, large: Buffer.alloc(megabyte) } }]);
  } catch (error) {
    failure = error;
  }
  expect(isDiskError(failure)).toBe(true);
  expect(store.get(1, 256)).toEqual(thumbnail.small);
  expect(store.has(2)).toBe(false);
  store.close();
});
