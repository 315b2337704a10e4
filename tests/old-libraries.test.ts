import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { latestVersion } from '../electron/core/db/migrate.ts';
import { openDatabase } from '../electron/core/db/open.ts';
import { createCreationRepository } from '../electron/core/library/creation-repository.ts';
import { createFacets } from '../electron/core/library/facets.ts';
import { createOrganiser } from '../electron/core/library/organiser.ts';
import { everything, type LibraryQuery } from '../shared/domain/creation.ts';
import { createQueueRig, scriptedProvider } from './support/queue-rig.ts';
import { tempFolder } from './support/temp-folder.ts';

const fixtures = join(import.meta.dirname, 'fixtures/libraries');
const kept = readdirSync(fixtures).filter((name) => /^\d+\.sqlite$/.test(name));

test('a library of every schema there has been is kept', () => {
  const versions = kept.map((name) => Number.parseInt(name, 10)).toSorted((a, b) => a - b);
  expect(versions).toEqual(Array.from({ length: versions.length }, (_, at) => at + 1));
  expect(versions.length).toBeGreaterThanOrEqual(latestVersion - 1);
});

test.each(kept)('the library %s opens with everything that was in it', async (name) => {
  const path = join(tempFolder(), 'library.sqlite');
  copyFileSync(join(fixtures, name), path);
  const opened = await openDatabase(path);
  if (!opened.ok) throw new Error(opened.error.kind);
  const db = opened.value;
  expect(db.pragma('user_version', { simple: true })).toBe(latestVersion);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.pragma('foreign_key_check')).toEqual([]);

  const creations = createCreationRepository(db, () => true);
  const found = (query: Partial<LibraryQuery>) =>
    [...creations.index({ ...everything, ...query }).ids].length;
  expect(found({})).toBe(6);
  expect(found({ text: 'boat' })).toBe(3);
  expect(found({ text: '月' })).toBe(2);
  expect(found({ text: 'is:video tag:sea' })).toBe(1);
  expect(found({ text: 'rating:5 is:favourite' })).toBe(1);
  expect(found({ text: 'is:picked label:green' })).toBe(1);
  expect(found({ trashed: true })).toBe(1);
  expect(createFacets(db).read()).toMatchObject({
    total: 6,
    images: 5,
    videos: 1,
    favourites: 1,
    trashed: 1,
  });

  const hashes = db.prepare<[], Buffer>('SELECT DISTINCT sha256 FROM creation').pluck().all();
  expect(hashes.flatMap((sha256) => creations.idsOf(sha256))).toHaveLength(7);

  const { collections, searches } = createOrganiser(db, () => 0, creations.readLooks);
  const [album] = collections.list();
  expect(album).toMatchObject({ name: 'Best of', count: 2 });
  expect(found({ collectionId: album?.id ?? '' })).toBe(2);
  expect(searches.list()).toMatchObject([{ name: 'Good ones', query: { text: 'rating:>=4' } }]);
  db.close();
});

test('jobs of an old library that was left half-way are still known for what they are', async () => {
  const folder = tempFolder();
  copyFileSync(join(fixtures, '3.sqlite'), join(folder, 'library.sqlite'));
  const old = new Sqlite(join(folder, 'library.sqlite'));
  const states = ['queued', 'submitting', 'running', 'fetching', 'failed', 'cancelled', 'interrupted'];
  const copy = old.prepare(`
    INSERT INTO job(id, batch_id, state, position, provider, model_key, media, prompt, negative, recipe, count, estimate,
      started_at, finished_at)
    SELECT @id, @id, @state, @id, 'replicate', model_key, media, prompt, negative, recipe, count, estimate,
      @startedAt, @finishedAt FROM job LIMIT 1`);
  let id = 4_000_000_000_000_000;
  // Their times said nothing of their states then.
  for (const state of states) {
    for (const startedAt of [null, 5]) {
      for (const finishedAt of [null, 7]) copy.run({ id: (id += 2048), state, startedAt, finishedAt });
    }
  }
  // The fixture's own jobs never ran.
  const own = Number(old.prepare(`SELECT count(*) - 4 FROM job WHERE state = 'queued'`).pluck().get());
  old.close();
  const rig = await createQueueRig(folder, scriptedProvider(new Uint8Array()));
  const counts = Object.fromEntries(rig.jobs.counts());
  expect(counts).toEqual({ ...Object.fromEntries(states.map((state) => [state, 4])), queued: own + 4 });
  expect(rig.jobs.active()).toHaveLength(12);
  expect(rig.jobs.list('active', 100, null)).toHaveLength(own + 16);
  await rig.close();
});
