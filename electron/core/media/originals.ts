import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { OriginalRef } from '../library/creation-repository.ts';
import { syncFile, syncFolder } from '../storage/durable-file.ts';
import { type References, stateOfReference } from './references.ts';

/**
 * Files of the library, byte for byte as they came, named by their SHA-256: `media/ab/cd/<hash>.<format>`.
 * A file gets its name only when it is complete and on disk (temp file, fsync, rename, fsync of the folder).
 * An original may also stay where the person keeps it: then it is read there, and never written or removed.
 */
export type Originals = ReturnType<typeof createOriginals>;

/** A complete file under a temporary name. */
export type ReceivedFile = { readonly tempPath: string; readonly sha256: Buffer; readonly sizeBytes: number };

type Complete = { readonly received: ReceivedFile; readonly format: string };

/**
 * @param references originals that are not in `folder`; left out where there can be none
 * @param onTouched hears of a referenced file that was written since, so that its bytes may be compared
 */
export function createOriginals(
  folder: string,
  references?: References,
  onTouched: (ref: OriginalRef) => void = () => undefined,
) {
  const incoming = join(folder, '.incoming');
  mkdirSync(incoming, { recursive: true });

  /** Its place in the library, whether it is there or not. */
  const ownPathOf = (ref: OriginalRef) => {
    const hash = ref.sha256.toString('hex');
    return join(folder, hash.slice(0, 2), hash.slice(2, 4), `${hash}.${ref.format}`);
  };

  /** A copy in the library goes before the file it was made from. */
  const referenceOf = (ref: OriginalRef) => {
    const file = references?.find(ref.sha256) ?? null;
    return file === null || existsSync(ownPathOf(ref)) ? null : file;
  };

  const pathOf = (ref: OriginalRef) => referenceOf(ref)?.path ?? ownPathOf(ref);
  const newTempPath = () => join(incoming, `${randomUUID()}.part`);

  /** @returns the folders that must be on disk for the name to last */
  async function giveName({ received, format }: Complete): Promise<readonly string[]> {
    const target = ownPathOf({ sha256: received.sha256, format });
    const [inner, outer] = [dirname(target), dirname(dirname(target))];
    if (existsSync(target)) {
      await rm(received.tempPath, { force: true });
      return [inner];
    }
    const made = await mkdir(inner, { recursive: true });
    await rename(received.tempPath, target);
    // A folder that was made just now is itself an entry of its parent.
    return made ? [inner, outer, folder] : [inner];
  }

  /**
   * Gives files their names: one after the other is on disk first, then every name. Of files that have the same bytes,
   * or bytes that the library has already, one is kept.
   * @returns for each of them why it could not be kept; `undefined`: it is, for good
   */
  async function keepAll(files: readonly Complete[]): Promise<readonly unknown[]> {
    const synced = await Promise.allSettled(files.map(({ received }) => syncFile(received.tempPath)));
    const named = await Promise.allSettled(
      files.map(async (file, place) => {
        if (synced[place]?.status === 'rejected') throw synced[place].reason;
        return giveName(file);
      }),
    );
    const folders = new Set(named.flatMap((end) => (end.status === 'fulfilled' ? end.value : [])));
    const failures = new Map<string, unknown>();
    await Promise.all(
      [...folders].map((path) => syncFolder(path).catch((error: unknown) => failures.set(path, error))),
    );
    return named.map((end) =>
      end.status === 'rejected' ? end.reason : end.value.map((path) => failures.get(path)).find(Boolean),
    );
  }

  return {
    folder,
    ownPathOf,
    /** Where an original is read. */
    pathOf,

    /** The person's own file that it is read from; null: it is the library's. */
    referenceOf,

    /** False also for a referenced file that is not what it was. */
    isPresent(ref: OriginalRef): boolean {
      const file = referenceOf(ref);
      if (!file) return existsSync(ownPathOf(ref));
      const state = stateOfReference(file);
      if (state === 'touched') onTouched(ref);
      return state === 'here';
    },

    /** A name for a file that is being received; `drop` takes the file away. */
    newTempPath,

    /**
     * Writes a stream to a temporary file. Rejects with the writer's or the stream's own error, and leaves no
     * file then.
     * @throws TooLargeError when more than `maxBytes` arrive
     */
    async receive(
      chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
      maxBytes: number,
    ): Promise<ReceivedFile> {
      const tempPath = newTempPath();
      const hash = createHash('sha256');
      let sizeBytes = 0;
      let file: FileHandle | undefined;
      try {
        file = await open(tempPath, 'wx');
        for await (const chunk of chunks) {
          sizeBytes += chunk.byteLength;
          if (sizeBytes > maxBytes) throw new TooLargeError(maxBytes);
          hash.update(chunk);
          await file.writeFile(chunk);
        }
        await file.sync();
        await file.close();
        return { tempPath, sha256: hash.digest(), sizeBytes };
      } catch (error) {
        await file?.close().catch(() => undefined);
        await rm(tempPath, { force: true });
        throw error;
      }
    },

    /** Gives a received file its name. Does nothing but drop it when the library has these bytes already. */
    async keep(received: ReceivedFile, format: string): Promise<void> {
      const [failure] = await keepAll([{ received, format }]);
      if (failure !== undefined) throw failure;
    },

    keepAll,

    async drop(received: Pick<ReceivedFile, 'tempPath'>): Promise<void> {
      await rm(received.tempPath, { force: true });
    },

    /** Removes the library's own copy. Of a referenced file only the row goes: the file is the person's. */
    async remove(ref: OriginalRef): Promise<void> {
      references?.forget(ref.sha256);
      await rm(ownPathOf(ref), { force: true });
    },

    /** Removes what a crash left half-written. Only before anything is received. */
    async clearIncoming(): Promise<number> {
      const left = readdirSync(incoming);
      for (const name of left) await rm(join(incoming, name), { force: true });
      return left.length;
    },

    /** True when the file still has the bytes its name promises. */
    async verify(ref: OriginalRef): Promise<boolean> {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(pathOf(ref))) hash.update(chunk);
      return hash.digest().equals(ref.sha256);
    },

    /** Every kept file: its reference by name, and its size. */
    async *files(): AsyncGenerator<{ readonly ref: OriginalRef; readonly sizeBytes: number }> {
      const folders = await opendir(folder, { recursive: true });
      for await (const entry of folders) {
        const path = join(entry.parentPath, entry.name);
        if (!entry.isFile() || relative(folder, path).split(sep)[0] === '.incoming') continue;
        const named = /^([0-9a-f]{64})\.(\w+)$/.exec(entry.name);
        if (!named?.[1] || !named[2]) continue;
        const { size } = await stat(path);
        yield { ref: { sha256: Buffer.from(named[1], 'hex'), format: named[2] }, sizeBytes: size };
      }
    },
  };
}

export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
  readonly maxBytes: number;
  constructor(maxBytes: number) {
    super(`More than ${maxBytes} bytes arrived`);
    this.maxBytes = maxBytes;
  }
}
