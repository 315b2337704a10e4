import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { InputFile } from '../../../shared/contract.ts';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { sha256Hex } from '../../../shared/domain/media.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { isMediaFormat, mimeOfFormat } from './formats.ts';
import { inspectFile } from './inspect.ts';
import { createOriginals } from './originals.ts';

/** The largest picture or clip a provider takes is far below this. */
const maxInputBytes = 200 * 1024 * 1024;
const formatsTried = ['png', 'jpg', 'webp', 'gif', 'avif', 'svg', 'mp4', 'webm', 'mov'] as const;

/** Pictures given to models: kept by hash beside the originals, so that a recipe can be run again. */
export function createInputFiles(folder: string) {
  const store = createOriginals(folder);

  function find(sha256: string): { readonly path: string; readonly mime: string } | null {
    if (!sha256Hex.safeParse(sha256).success) return null;
    for (const format of formatsTried) {
      const path = store.pathOf({ sha256: Buffer.from(sha256, 'hex'), format });
      if (existsSync(path)) return { path, mime: mimeOfFormat(format) };
    }
    return null;
  }

  /** @returns `invalid_input` when the bytes are no picture or clip, `disk` when they cannot be written */
  async function add(bytes: Uint8Array): Promise<Result<InputFile, Failure>> {
    try {
      const received = await store.receive([bytes], maxInputBytes);
      const inspected = await inspectFile(received.tempPath);
      if (!inspected.ok) {
        await store.drop(received);
        return err(fail('invalid_input', 'no', { detail: inspected.error }));
      }
      const { format, width, height } = inspected.value;
      await store.keep(received, format);
      const sha256 = received.sha256.toString('hex');
      return ok({ sha256, mime: mimeOfFormat(format), width, height, sizeBytes: received.sizeBytes });
    } catch (error) {
      return err(fail('disk', 'no', { detail: error instanceof Error ? error.message : String(error) }));
    }
  }

  return {
    find,
    add,
    clearIncoming: store.clearIncoming,

    async addFile(path: string): Promise<Result<InputFile, Failure>> {
      const { size } = await stat(path);
      if (size > maxInputBytes)
        return err(fail('invalid_input', 'no', { detail: 'The file is larger than 200 MB.' }));
      return add(await readFile(path));
    },

    async read(sha256: string): Promise<Uint8Array> {
      const found = find(sha256);
      if (!found) throw new Error('An input picture of this recipe is missing');
      return readFile(found.path);
    },

    async sizeBytes(): Promise<number> {
      let total = 0;
      for await (const file of store.files()) if (isMediaFormat(file.ref.format)) total += file.sizeBytes;
      return total;
    },
  };
}
export type InputFiles = ReturnType<typeof createInputFiles>;
