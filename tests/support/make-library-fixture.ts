// `node tools/run.mjs tests/support/make-library-fixture.ts`: keeps a small library of today's schema, once a schema is
// released. Libraries of every kept schema must open for ever (`tests/old-libraries.test.ts`).
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latestVersion } from '../../electron/core/db/migrate.ts';
import { savedQuery } from '../../shared/domain/collection.ts';
import { createLibraryRig } from './library-rig.ts';

const folder = join(import.meta.dirname, '../fixtures/libraries');
const target = join(folder, `${latestVersion}.sqlite`);
if (existsSync(target)) throw new Error(`${target} is kept already`);
mkdirSync(folder, { recursive: true });

const work = mkdtempSync(join(tmpdir(), 'videopicai-fixture-'));
const { db, add, creations, marks, collections, tags, searches } = await createLibraryRig(work);
const boat = add('a red boat at dusk', { count: 3 });
const cat = add('猫と月', { count: 2, width: 768, height: 1024 });
const clip = add('waves at night', { clip: true });
const old = add('an old lighthouse');
marks.apply([
  { ids: [boat], marks: { rating: 5, favourite: true } },
  { ids: [cat], marks: { flag: 'picked', label: 'green' } },
]);
tags.set('sea', [boat, clip], true);
const album = collections.create('Best of', null);
if (!album.ok) throw new Error(album.error);
collections.add(album.value, [cat, boat]);
searches.save(null, 'Good ones', savedQuery.parse({ text: 'rating:>=4' }));
creations.setTrashed([old], 1_790_900_000_000);
db.prepare('VACUUM INTO ?').run(target);
db.close();
rmSync(work, { recursive: true });
