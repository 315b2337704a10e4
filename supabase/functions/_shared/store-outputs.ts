import { fileTypeFromBuffer } from 'file-type';
import { sha256Hex } from './hex.ts';
import type { Files } from './files.ts';
import type { Job } from './job.ts';
import type { CloudFile } from './providers/provider.ts';

/** As `svc_job_finish` takes it. */
export type StoredOutput = {
  readonly path: string;
  readonly sha256: string;
  readonly mime: string;
  readonly size_bytes: number;
};

const maxBytes = 200 * 1024 * 1024;
const maxOutputs = 100;

/**
 * Brings outputs into the person's own folder. A path is made of the job and the place, so that a worker that takes
 * over after a crash finds what is there already and writes nothing twice.
 * @throws when an output cannot be fetched or is no picture or clip; what was stored until then stays for the next try
 */
export async function storeOutputs(
  job: Pick<Job, 'id' | 'user_id'>,
  outputs: readonly CloudFile[],
  files: Files,
): Promise<readonly StoredOutput[]> {
  const stored: StoredOutput[] = [];
  for (const [place, output] of outputs.entries()) {
    const bytes = await output.read();
    if (bytes.byteLength > maxBytes) throw new UnusableOutput(`Output ${place + 1} is too large.`);
    // By its bytes: what a server calls it is a claim, and a web page must never be served from our storage.
    const type = await fileTypeFromBuffer(bytes);
    if (!type || !/^(?:image|video)\//.test(type.mime))
      throw new UnusableOutput(`Output ${place + 1} is no picture or clip.`);
    const path = `${folderOf(job)}/${place}.${type.ext}`;
    await files.put('creations', path, bytes, type.mime);
    stored.push(await describe(path, bytes, type.mime));
  }
  return stored;
}

/** What a worker that died had stored before it could say so, in the outputs' order. */
export async function findStoredOutputs(
  job: Pick<Job, 'id' | 'user_id'>,
  files: Files,
): Promise<readonly StoredOutput[]> {
  const paths = await files.list('creations', folderOf(job), maxOutputs);
  const placeOf = (path: string) => Number(/(\d+)\.\w+$/.exec(path)?.[1]);
  const found: StoredOutput[] = [];
  for (const path of paths.toSorted((left, right) => placeOf(left) - placeOf(right))) {
    const bytes = await files.get('creations', path);
    const type = await fileTypeFromBuffer(bytes);
    if (type) found.push(await describe(path, bytes, type.mime));
  }
  return found;
}

function folderOf({ id, user_id: user }: Pick<Job, 'id' | 'user_id'>): string {
  return `${user}/${id}`;
}

async function describe(path: string, bytes: Uint8Array, mime: string): Promise<StoredOutput> {
  return { path, sha256: await sha256Hex(bytes), mime, size_bytes: bytes.byteLength };
}

/** It came, and will never be anything else: the job fails and costs nothing. */
export class UnusableOutput extends Error {
  override readonly name = 'UnusableOutput';
}
