import { join } from 'node:path';
import { createLedger } from '../../electron/core/billing/ledger.ts';
import { openDatabase } from '../../electron/core/db/open.ts';
import { createCreationRepository } from '../../electron/core/library/creation-repository.ts';
import { createFacets } from '../../electron/core/library/facets.ts';
import { createLineage } from '../../electron/core/library/lineage.ts';
import { createMarks } from '../../electron/core/library/marks.ts';
import { createModelKeys } from '../../electron/core/library/models.ts';
import { createOrganiser } from '../../electron/core/library/organiser.ts';
import type { Look } from '../../electron/core/media/look-hash.ts';
import { createJobHistory } from '../../electron/core/queue/job-history.ts';
import { createJobRepository } from '../../electron/core/queue/job-repository.ts';
import { everything, type LibraryQuery } from '../../shared/domain/creation.ts';
import { idsPerMillisecond } from '../../shared/domain/job.ts';
import type { ParentLink } from '../../shared/domain/lineage.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { tempFolder } from './temp-folder.ts';

export type Added = {
  readonly count?: number;
  readonly clip?: boolean;
  readonly width?: number;
  readonly height?: number;
  /** Ms since the epoch; a day after the last one unless given. */
  readonly at?: number;
  readonly parents?: readonly ParentLink[];
  /** Of the first creation; else all jobs make the same files. */
  readonly sha256?: Buffer;
  readonly color?: number;
  /** What they look like, one for each; nothing is known of the others. */
  readonly looks?: readonly Look[];
};

/** A real library in a temp folder; `add` stores one job with its creations and answers the id of the first. */
export async function createLibraryRig(folder = tempFolder()) {
  const opened = await openDatabase(join(folder, 'library.sqlite'));
  if (!opened.ok) throw new Error(opened.error.kind);
  const db = opened.value;
  let ms = 1_790_000_000_000;
  const now = () => ms;
  const lineage = createLineage(db);
  const jobs = createJobRepository(db, {
    now,
    history: createJobHistory(db),
    ledger: createLedger(db),
    lineage,
  });
  const creations = createCreationRepository(db, () => true, now);
  const keys = createModelKeys(db);
  const models = {
    still: keys.keyOf({ id: 'openai/still', name: 'Still', provider: 'openai' }),
    clip: keys.keyOf({ id: 'replicate/clip', name: 'Clip Pro', provider: 'replicate' }),
  };

  function add(
    prompt: string,
    {
      count = 1,
      clip = false,
      width = 1024,
      height = 768,
      at,
      parents = [],
      sha256,
      color = 0x112233,
      looks = [],
    }: Added = {},
  ): number {
    ms += 86_400_000;
    const id = (at ?? ms) * idsPerMillisecond;
    const recipe: Recipe = {
      v: 1,
      app: 'test',
      provider: clip ? 'replicate' : 'openai',
      model: clip ? 'replicate/clip' : 'openai/still',
      prompt,
      negative: '',
      seed: null,
      parameters: {},
      inputs: [],
      ai: true,
    };
    const media = clip ? ('video' as const) : ('image' as const);
    const modelKey = clip ? models.clip : models.still;
    const estimate = { kind: 'free' as const };
    const job = { id, batchId: id, modelKey, media, recipe, count, estimate, parents };
    const [write] = jobs.insertInSlices([{ ...job, provider: clip ? 'replicate' : 'openai' }], 1);
    write?.();
    const outputs = Array.from({ length: count }, (_, n) => ({
      id: id + n,
      media,
      modelKey,
      width,
      height,
      durationMs: clip ? 3000 : null,
      sizeBytes: 1000,
      seed: n,
      color,
      look: looks[n] ?? null,
      format: clip ? 'mp4' : 'png',
      sha256: n === 0 && sha256 ? sha256 : Buffer.alloc(32, n + 1),
    }));
    creations.add([{ jobId: id, prompt, creations: outputs }]);
    return id;
  }

  const find = (query: Partial<LibraryQuery>) => [...creations.index({ ...everything, ...query }).ids];
  return {
    db,
    now,
    add,
    find,
    creations,
    lineage,
    marks: createMarks(db, creations.touch),
    facets: createFacets(db),
    ...createOrganiser(db, now, creations.readLooks),
  };
}
export type LibraryRig = Awaited<ReturnType<typeof createLibraryRig>>;
