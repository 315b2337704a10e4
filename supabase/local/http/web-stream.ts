import type { Readable } from 'node:stream';

/**
 * A Node stream as the web's. Node's own adapter throws out of reach of any `catch` when more arrives after the reader
 * has given up.
 * @param destroyOnCancel whether the source is of no use to anybody once its reader has given up
 */
export function asWebStream(source: Readable, destroyOnCancel: boolean): ReadableStream<Uint8Array> {
  const chunks = source.iterator({ destroyOnReturn: destroyOnCancel });
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await chunks.return?.()),
  });
}
