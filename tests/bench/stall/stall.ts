import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { createFacets } from '../../../electron/core/library/facets.ts';
import { createMarks } from '../../../electron/core/library/marks.ts';
import { everything } from '../../../shared/domain/creation.ts';
import { createExchangeRig } from '../../support/exchange-rig.ts';
import { png } from '../../support/pictures.ts';
import { prepareFixture } from '../library/build.ts';
import { stallsDuring, type Metric } from '../measure.ts';

const pictures = 300;
/** As fast as a quick typist; each letter is a search, and an answer to the one before is not waited for. */
const betweenLettersMs = 90;

/**
 * `npm run bench -- stall [--rows 1000000]`: how long the main thread is held up while a person types a search, rates what
 * they see and asks for the counts, and a folder is imported, all at the same time.
 */
export async function benchStall(args: readonly string[]): Promise<readonly Metric[]> {
  const rows = Number(args[args.indexOf('--rows') + 1] ?? 100_000) || 100_000;
  const { built, words } = await prepareFixture(rows, [], console.log);
  const folder = mkdtempSync(join(tmpdir(), 'studio-bench-stall-'));
  try {
    const [home, source] = [join(folder, 'home'), join(folder, 'source')];
    for (const made of [home, source]) mkdirSync(made);
    copyFileSync(built.ours?.path ?? '', join(home, 'library.sqlite'));
    for (let n = 0; n < pictures; n += 1)
      writeFileSync(join(source, `${n}.png`), await png(512 + n, 512, '#446688'));
    const rig = await createExchangeRig(home, { threads: true });
    const { creations } = rig;
    const [marks, facets] = [createMarks(rig.db, creations.touch), createFacets(rig.db)];
    const opening = await stallsDuring(() => creations.warm(setImmediate, new AbortController().signal));

    const ended = new AbortController();
    const imported = rig.importAll(source).finally(() => ended.abort());
    let letters = 0;
    const [common, prefix, rare] = [words.common[0] ?? '', words.prefix[0] ?? '', words.rare[0] ?? ''];
    const typed = `${common} ${prefix}  ${rare} *${words.insideCommon[0]}* -${common}`;
    const busy = await stallsDuring(async () => {
      for (; !ended.signal.aborted || letters < 2 * typed.length; letters += 1) {
        const text = typed.slice(0, (letters % typed.length) + 1);
        const { index } = creations.page({ ...everything, text }, 0, 200);
        if (index.ids.length > 0) {
          const ids = [...index.ids.subarray(0, 20)];
          await setImmediate();
          marks.apply([{ ids, marks: { rating: letters % 6 } }]);
        }
        await setImmediate();
        facets.read();
        await setTimeout(betweenLettersMs);
      }
    });
    const run = await imported;
    rig.close();
    if (run.imported !== pictures) throw new Error(`Only ${run.imported} of ${pictures} came in`);
    console.log(`${letters} letters typed, ${pictures} pictures imported meanwhile`);
    const metric = (task: string, value: number, most: number): Metric => ({
      task,
      n: rows,
      oursMs: value,
      against: '',
      againstMs: null,
      value,
      unit: 'ms',
      most,
    });
    return [
      metric('reading all into memory, held p99', opening.p99, 8),
      metric('reading all into memory, held longest', opening.max, 16),
      metric('search, rate, import at once: held p50', busy.p50, 8),
      metric('search, rate, import at once: held p99', busy.p99, 8),
      metric('search, rate, import: held longest', busy.max, 100),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
