import { randomUUID } from 'node:crypto';
import { access, constants, copyFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { format as formatDate } from 'date-fns/format';
import type { Creation } from '../../../shared/domain/creation.ts';
import type { ExportOptions, ExportPreview, ExportReport, Sidecar } from '../../../shared/domain/exchange.ts';
import { fail } from '../../../shared/domain/failure.ts';
import { fillTemplate, numbered, unknownTokens } from '../../../shared/domain/file-name.ts';
import type { CreationRepository, OriginalRef } from '../library/creation-repository.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { Originals } from '../media/originals.ts';
import type { Emit } from '../ports.ts';
import { convertImage, documentOf, remux, type Saying } from './convert.ts';
import { createFolderDestination, type Destination, freeName, type TakenNames } from './destination.ts';

const previewed = 5;

/** The disk being written to is full or gone: trying the next file is of no use. */
const hopeless = /^(?:ENOSPC|EDQUOT|EROFS|EIO|ENXIO|ENODEV)$/;

export function createExporter(deps: {
  readonly creations: CreationRepository;
  readonly originals: Originals;
  readonly emit: Emit;
  readonly now: () => number;
}) {
  const { creations, originals } = deps;

  return {
    /** The names of the first few, as `run` would write them into an empty folder. */
    preview(ids: readonly number[], options: ExportOptions): ExportPreview {
      const taken: TakenNames = new Map();
      const names = ids.slice(0, previewed).flatMap((id, place) => {
        const creation = creations.get(id);
        const ref = creations.originalOf(id);
        if (!creation || !ref) return [];
        const name = fillTemplate(options.template, factsOf(creation, place + 1));
        return [freeName(taken, name, endingOf(creation, ref, options))];
      });
      return { names, unknown: [...unknownTokens(options.template)] };
    },

    /**
     * Writes copies under names of the template, never over an existing file, and each one whole or not at all. What
     * cannot be written is told and stops nothing, unless the disk itself is the trouble.
     * @throws the signal's reason when cancelled; what is written stays
     */
    async run(
      ids: readonly number[],
      folder: string,
      options: ExportOptions,
      signal: AbortSignal,
    ): Promise<ExportReport> {
      const failures: ExportReport['failures'] = [];
      let saved = 0;
      let stopped = await refusalOf(folder);
      if (stopped) return { folder, saved, failures, stopped };
      const destination = options.zip
        ? await openArchive(await archivePath(folder, deps.now()))
        : createFolderDestination(folder);
      try {
        for (const [place, id] of ids.entries()) {
          signal.throwIfAborted();
          const creation = creations.get(id);
          const ref = creations.originalOf(id);
          try {
            if (!creation || !ref || !originals.isPresent(ref)) throw new Error('Its file is missing.');
            const name = fillTemplate(options.template, factsOf(creation, place + 1));
            await exportOne({ creation, ref, name, options, destination }, signal);
            saved += 1;
          } catch (error) {
            signal.throwIfAborted();
            const code = error instanceof Error && 'code' in error ? String(error.code) : '';
            failures.push({ id, reason: messageOf(error) });
            if (hopeless.test(code)) {
              stopped = fail('disk', 'no', { detail: messageOf(error) });
              break;
            }
          }
          deps.emit('export.progress', { done: place + 1, total: ids.length });
        }
        await (stopped ? destination.abandon() : destination.finish());
        // Half an archive is taken away again.
        if (stopped && options.zip) saved = 0;
      } catch (error) {
        await destination.abandon();
        throw error;
      }
      return { folder, saved, failures, stopped };
    },
  };

  async function exportOne(
    work: {
      readonly creation: Creation;
      readonly ref: OriginalRef;
      readonly name: string;
      readonly options: ExportOptions;
      readonly destination: Destination;
    },
    signal: AbortSignal,
  ): Promise<void> {
    const { creation, ref, name, options, destination } = work;
    const part = join(destination.workFolder, `.${randomUUID()}.part`);
    try {
      await write(creation, ref, part, options, signal);
      const made = new Date(creation.createdAt);
      await utimes(part, made, made);
      const beside = options.sidecar ? (file: string) => sidecarOf(creation, file) : null;
      await destination.accept({ path: part, name, ending: endingOf(creation, ref, options), beside });
    } finally {
      await rm(part, { force: true });
    }
  }

  async function write(
    creation: Creation,
    ref: OriginalRef,
    to: string,
    options: ExportOptions,
    signal: AbortSignal,
  ): Promise<void> {
    const path = originals.pathOf(ref);
    const saying: Saying =
      options.recipe === 'strip'
        ? null
        : {
            document: documentOf(creation),
            width: creation.width,
            height: creation.height,
          };
    if (creation.media === 'video') {
      await (options.videos === 'mp4' ? remux(path, to, saying, signal) : copyFile(path, to));
    } else if (options.images === 'original') {
      await copyFile(path, to);
    } else {
      const into = { path: to, format: options.images, quality: options.quality };
      await convertImage({ path, format: ref.format }, into, saying);
    }
  }
}

export function factsOf(creation: Creation, n: number) {
  const { id, createdAt, modelName, provider, width, height, sha256, recipe } = creation;
  return {
    id,
    createdAt,
    prompt: recipe.prompt,
    model: modelName,
    provider,
    seed: recipe.seed,
    width,
    height,
    sha256,
    n,
  };
}

function endingOf(creation: Creation, ref: OriginalRef, options: ExportOptions): string {
  const wanted = creation.media === 'video' ? options.videos : options.images;
  if (wanted === 'original') return ref.format;
  return wanted === 'jpeg' ? 'jpg' : wanted;
}

function sidecarOf(creation: Creation, file: string): string {
  const { sha256, mime, width, height, seconds, modelName, recipe } = creation;
  const content: Sidecar = {
    schema: 'videopicai-creation',
    v: 1,
    file,
    sha256,
    mime,
    width,
    height,
    seconds,
    createdAt: new Date(creation.createdAt).toISOString(),
    model: modelName,
    recipe,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Told once, rather than for every file. */
async function refusalOf(folder: string): Promise<ExportReport['stopped']> {
  try {
    await access(folder, constants.W_OK);
    return null;
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return fail('disk', 'no', { detail: messageOf(error) });
  }
}

/** What writes archives is loaded with the first. */
async function openArchive(path: string): Promise<Destination> {
  const { createZipDestination } = await import('./zip-destination.ts');
  return createZipDestination(path);
}

/** `VideoPicAI 2026-11-23.zip`, with a number where there is one already. */
async function archivePath(folder: string, now: number): Promise<string> {
  const name = `VideoPicAI ${formatDate(now, 'yyyy-MM-dd')}`;
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${numbered(name, count)}.zip`);
    const isTaken = await access(path).then(
      () => true,
      () => false,
    );
    if (!isTaken) return path;
  }
}
