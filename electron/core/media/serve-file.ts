import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** Longest piece answered to an endless range: a video starts at once and seeks without reading it all. */
const maxPieceBytes = 4 * 1024 * 1024;

/**
 * Answers a request with a file, honouring `Range` and HEAD. Electron's own file loader ignores ranges, which
 * would leave every video without a seek bar.
 * @param headers sent along, such as `content-type`
 */
export async function serveFile(
  request: Request,
  path: string,
  headers: Record<string, string>,
): Promise<Response> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return new Response('Not found', { status: 404 });
  const { size } = found;
  const common = { ...headers, 'accept-ranges': 'bytes' };
  const wanted = request.headers.get('range');
  const range = wanted === null ? null : parseRange(wanted, size);
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...common, 'content-range': `bytes */${size}` } });
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const length = size === 0 ? 0 : end - start + 1;
  const body = request.method === 'HEAD' || length === 0 ? null : streamOf(path, start, end);
  return new Response(body, {
    status: range ? 206 : 200,
    headers: {
      ...common,
      'content-length': String(length),
      ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
    },
  });
}

function streamOf(path: string, start: number, end: number): ReadableStream {
  return Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream;
}

/**
 * One range of RFC 9110 §14. Null: not understood, so the whole file is answered, as the RFC asks.
 * @param size length of the file in bytes
 */
export function parseRange(
  header: string,
  size: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!parts || (parts[1] === '' && parts[2] === '')) return null;
  if (parts[1] === '') {
    const tail = Number(parts[2]);
    return tail === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - tail), end: size - 1 };
  }
  const start = Number(parts[1]);
  const asked = parts[2] === '' ? start + maxPieceBytes - 1 : Number(parts[2]);
  if (parts[2] !== '' && asked < start) return null;
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(asked, size - 1) };
}
