import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { openDatabase } from '../db/open.ts';
import { createStagedFiles } from './staged-files.ts';

/**
 * A power cut leaves the write-ahead log with any part of its last transaction. Everything before that transaction
 * was told to be on disk, so it must be there; of the last one, all or nothing.
 */

type Seen = {
  readonly state: string;
  readonly events: number;
  readonly charges: number;
  readonly creations: number;
};

function look(path: string, thoroughly = true): Seen & { readonly integrity: unknown } {
  const db = new Sqlite(path);
  const count = (table: string) =>
    db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? -1;
  const seen = {
    state: String(
      db.prepare('SELECT group_concat(state) FROM (SELECT state FROM job ORDER BY id)').pluck().get(),
    ),
    events: count('job_event'),
    charges: count('charge'),
    creations: count('creation'),
    integrity: thoroughly ? db.pragma('integrity_check', { simple: true }) : 'ok',
  };
  db.close();
  return seen;
}

type Rig = Awaited<ReturnType<typeof createQueueRig>>;

const transactions: Record<
  string,
  { before: (rig: Rig, id: number) => void; last: (rig: Rig, id: number) => void }
> = {
  'the claim of a paid job': {
    before: () => undefined,
    last: (rig, id) => void claim(rig, id),
  },
  "the provider's number of a job": {
    before: (rig, id) => void claim(rig, id),
    last: (rig, id) => void rig.jobs.apply(id, { kind: 'accepted' }, { remoteId: 'p-1' }),
  },
  'the creations of a job': {
    before(rig, id) {
      claim(rig, id);
      rig.jobs.apply(id, { kind: 'delivered' }, { costMicros: 9000 });
      rig.staged.stage([{ jobId: id, files: [{ sha256: Buffer.alloc(32, 7), format: 'png', seed: null }] }]);
    },
    last(rig, id) {
      const job = rig.jobs.get(id)!;
      rig.jobs.apply(id, { kind: 'stored' }, {}, () => {
        rig.creations.add([
          {
            jobId: id,
            prompt: job.recipe.prompt,
            creations: [
              {
                id,
                media: 'image',
                modelKey: job.modelKey,
                width: 64,
                height: 48,
                durationMs: null,
                sizeBytes: 100,
                seed: null,
                color: 0,
                look: null,
                format: 'png',
                sha256: Buffer.alloc(32, 7),
              },
            ],
          },
        ]);
        rig.staged.forget(id);
      });
    },
  },
};

function claim(rig: Rig, id: number) {
  return rig.jobs.apply(id, { kind: 'claim' }, { attempt: 1, submitKey: `vp-${id}` });
}

test.each(Object.entries(transactions))(
  'the power goes while %s is written: the library opens, with all of it or nothing',
  async (_, { before, last }) => {
    const folder = tempFolder();
    const rig = await createQueueRig(folder, scriptedProvider(await png()));
    const id = await rig.enqueue('one');
    await rig.enqueue('two');
    before(rig, id);
    const library = join(folder, 'library.sqlite');
    // A checkpoint now, so that the log begins with the transaction that is cut.
    rig.db.pragma('wal_checkpoint(TRUNCATE)');
    const was = look(library);
    last(rig, id);
    const wal = readFileSync(`${library}-wal`);
    const is = look(library);
    expect(is).not.toEqual(was);

    const cut = join(folder, 'cut');
    mkdirSync(cut);
    const copy = join(cut, 'library.sqlite');
    const outcomes = new Set<string>();
    for (const length of lengthsToCut(wal.length)) {
      copyFileSync(library, copy);
      writeFileSync(`${copy}-wal`, wal);
      const file = openSync(`${copy}-wal`, 'r+');
      ftruncateSync(file, length);
      closeSync(file);
      const found = look(copy, length % 16 === 0);
      expect([was, is]).toContainEqual(found);
      outcomes.add(found.events === is.events ? 'all' : 'nothing');
      if (length < wal.length) expect(found).toEqual(was);
    }
    expect(outcomes).toEqual(new Set(['all', 'nothing']));

    // Some file systems fill the missing part with zeros, or leave another one's bytes in it.
    for (const garbage of [0x00, 0xff, 0x37]) {
      for (let at = 1; at < wal.length; at += 2999) {
        copyFileSync(library, copy);
        writeFileSync(`${copy}-wal`, Buffer.from(wal).fill(garbage, at));
        expect([was, is]).toContainEqual(look(copy));
      }
    }
    const opened = await openDatabase(copy);
    expect(opened.ok).toBe(true);
    if (opened.ok) {
      expect(createStagedFiles(opened.value)).toBeDefined();
      opened.value.close();
    }
    await rig.close();
  },
  120_000,
);

/** Every byte of the frames' headers and around their ends, and every 199th in between. */
function* lengthsToCut(total: number): Generator<number> {
  const [header, frame] = [32, 24 + 4096];
  for (let length = 0; length <= total; length += 1) {
    const within = (length - header) % frame;
    if (length < 64 || within < 26 || within > frame - 4 || length % 199 === 0 || length > total - 8)
      yield length;
  }
}
