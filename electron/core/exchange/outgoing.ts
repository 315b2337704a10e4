import { constants, copyFile, mkdir, mkdtemp, readdir, realpath, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { exportOptions } from '../../../shared/domain/exchange.ts';
import { fillTemplate } from '../../../shared/domain/file-name.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { Originals } from '../media/originals.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import { freeName, type TakenNames } from './destination.ts';
import { factsOf } from './exporter.ts';

/** More than this would keep a person waiting with the button held down. */
const maxBytes = 2 * 1024 ** 3;
/** Another application may still be reading what was dropped on it. */
const keptMs = 60 * 60 * 1000;
const iconEdge = 96;

export type OutgoingFiles =
  /** @property icon PNG, drawn under the pointer */
  | { readonly kind: 'ready'; readonly paths: readonly string[]; readonly icon: Uint8Array }
  | { readonly kind: 'refused'; readonly reason: 'missing' | 'too_much' }
  | { readonly kind: 'failed'; readonly detail: string };

/**
 * What is dragged out of the window: copies of originals, byte for byte, under readable names in a temporary folder. Not
 * links: whoever gets a file may write to it, and the library's own must not change by that. Where the file system can,
 * a copy shares its blocks with the original until then, and takes no time.
 * @param deps.folder of the studio alone; older copies in it are removed
 */
export function createOutgoing(deps: {
  readonly creations: CreationRepository;
  readonly originals: Originals;
  readonly thumbnails: Pick<ThumbnailMaker, 'get'>;
  readonly folder: string;
  readonly now: () => number;
}) {
  const { creations, originals, folder } = deps;

  async function sweep(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path);
      if (deps.now() - mtimeMs > keptMs) await rm(path, { recursive: true, force: true });
    }
  }

  async function copyAll(ids: readonly number[], signal: AbortSignal): Promise<OutgoingFiles> {
    const present = ids.flatMap((id) => {
      const creation = creations.get(id);
      const ref = creations.originalOf(id);
      return creation && ref && originals.isPresent(ref) ? [{ creation, ref }] : [];
    });
    const [first] = present;
    if (!first) return { kind: 'refused', reason: 'missing' };
    const bytes = present.reduce((sum, { creation }) => sum + creation.sizeBytes, 0);
    if (bytes > maxBytes) return { kind: 'refused', reason: 'too_much' };
    await sweep();
    // As the system will name it again when the files come back.
    const own = await realpath(await mkdtemp(join(folder, 'drag-')));
    try {
      const { template } = exportOptions.parse({});
      const taken: TakenNames = new Map();
      const paths: string[] = [];
      for (const [place, { creation, ref }] of present.entries()) {
        signal.throwIfAborted();
        const name = fillTemplate(template, factsOf(creation, place + 1));
        const path = join(own, freeName(taken, name, ref.format));
        await copyFile(originals.pathOf(ref), path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
        const made = new Date(creation.createdAt);
        await utimes(path, made, made);
        paths.push(path);
      }
      return { kind: 'ready', paths, icon: await iconOf(first.creation.id) };
    } catch (error) {
      await rm(own, { recursive: true, force: true });
      throw error;
    }
  }

  async function iconOf(id: number): Promise<Uint8Array> {
    const { default: sharp } = await import('sharp');
    const thumbnail = await deps.thumbnails.get(id, 256);
    const grey = { width: iconEdge, height: iconEdge, channels: 3, background: '#8a8a8a' } as const;
    const picture = thumbnail ? sharp(thumbnail) : sharp({ create: grey });
    return picture.resize(iconEdge, iconEdge, { fit: 'inside' }).png().toBuffer();
  }

  return {
    /** Removes what is left of drags that were long ago. */
    sweep,

    /** @throws the signal's reason when the drag has ended meanwhile; nothing is left then */
    async prepare(ids: readonly number[], signal: AbortSignal): Promise<OutgoingFiles> {
      try {
        return await copyAll(ids, signal);
      } catch (error) {
        if (!isDiskError(error)) throw error;
        return { kind: 'failed', detail: messageOf(error) };
      }
    },
  };
}
