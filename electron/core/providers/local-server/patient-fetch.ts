import type { IncomingMessage } from 'node:http';

/**
 * `fetch` without Node's five-minute limit for response headers: servers that answer with the finished picture keep
 * silent for as long as a slow machine draws. Never follows redirects.
 */
export const patientFetch: typeof fetch = async (input, init = {}) => {
  const url = new URL(input instanceof Request ? input.url : input);
  // `Response` packs every kind of body and names its content type (with the boundary of a form).
  const packed = new Response(init.body ?? null);
  const headers = new Headers(init.headers);
  const type = packed.headers.get('content-type');
  if (type && !headers.has('content-type')) headers.set('content-type', type);
  const body = init.body ? Buffer.from(await packed.arrayBuffer()) : null;
  if (body) headers.set('content-length', String(body.byteLength));

  // Not before it is needed: what Node loads for HTTP is a third of what the studio loads to start.
  const { request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'));
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(headers),
      ...(init.signal ? { signal: init.signal } : {}),
    });
    sent.once('response', resolve);
    sent.once('error', reject);
    sent.end(body);
  });
  const answered = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) answered.set(name, String(value));
  }
  const status = message.statusCode ?? 502;
  const hasBody = status !== 204 && status !== 304;
  // A cut-off message ends in an error of the stream, which reading the response passes on.
  return new Response(hasBody ? streamOf(message) : null, {
    status,
    headers: answered,
  });
};

function streamOf(message: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Buffer> = message[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel: () => void message.destroy(),
  });
}
