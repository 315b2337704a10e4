import { createReadStream } from 'node:fs';
import { empty } from '../http/respond.ts';
import { asWebStream } from '../http/web-stream.ts';
import type { StorageContext } from './context.ts';
import type { StoredObject } from './objects.ts';
import { storageError } from './storage-error.ts';

/** Gives a file, or the range of it that was asked for. */
export function giveFile({ files }: StorageContext, object: StoredObject, request: Request): Response {
  const place = { bucket: object.bucket_id, name: object.name };
  const { size, mimetype, eTag, cacheControl, lastModified } = object.metadata;
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'cache-control': cacheControl,
    etag: eTag,
    'last-modified': new Date(lastModified).toUTCString(),
    // As on a hosted project: a page that somebody uploaded must not run in this origin.
    'content-type': mimetype === 'text/html' ? 'text/plain' : mimetype,
    'x-content-type-options': 'nosniff',
    ...disposition(new URL(request.url).searchParams.get('download'), object.name),
  };
  if (request.headers.get('if-none-match') === eTag) return empty(304, headers);
  const range = readRange(request.headers.get('range'), size);
  headers['content-length'] = `${range.end - range.start + 1}`;
  if (range.isPart) headers['content-range'] = `bytes ${range.start}-${range.end}/${size}`;
  const status = range.isPart ? 206 : 200;
  if (request.method === 'HEAD' || size === 0) return empty(status, headers);
  const bytes = createReadStream(files.pathOf(place, object.version), { start: range.start, end: range.end });
  return new Response(asWebStream(bytes, true), { status, headers });
}

function disposition(download: string | null, name: string): Readonly<Record<string, string>> {
  if (download === null) return {};
  const fileName = encodeURIComponent(download || (name.split('/').at(-1) ?? name));
  return { 'content-disposition': `attachment; filename*=UTF-8''${fileName}` };
}

/** @returns first and last byte */
function readRange(
  header: string | null,
  size: number,
): { readonly start: number; readonly end: number; readonly isPart: boolean } {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return { start: 0, end: size - 1, isPart: false };
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start > end) throw storageError(416, 'InvalidRange', 'The requested range is not satisfiable');
  return { start, end, isPart: true };
}
