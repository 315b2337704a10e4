import { open } from 'node:fs/promises';

/** Bytes that are read where they are needed: a recipe is a few kB of a file of many MB. */
export type ByteSource = {
  readonly sizeBytes: number;
  /** Up to `length` bytes from `offset`; fewer at the end, none behind it. */
  readonly read: (offset: number, length: number) => Promise<Buffer>;
};

export function bufferSource(bytes: Uint8Array): ByteSource {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { sizeBytes: all.length, read: async (offset, length) => all.subarray(offset, offset + length) };
}

/** Opens a file for `use`, and closes it whatever happens. */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const read = async (offset: number, length: number) => {
      const wanted = Math.max(0, Math.min(length, size - offset));
      const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, offset);
      return buffer.subarray(0, bytesRead);
    };
    return await use({ sizeBytes: size, read });
  } finally {
    await file.close();
  }
}
