import { thumbnailSizes } from '../../../shared/domain/media.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import { mimeOfFormat } from './formats.ts';
import type { InputFiles } from './input-files.ts';
import type { Originals } from './originals.ts';
import { serveFile } from './serve-file.ts';
import { thumbnailMime } from './thumbnails.ts';
import type { ThumbnailMaker } from './thumbnail-maker.ts';

/** A hash never names other bytes, so a window may keep what it has seen. */
const forGood = { 'cache-control': 'private, max-age=31536000, immutable' };
/** Pictures are shown, never run: an SVG from a provider gets no scripts and no network. */
const inert = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
};

/**
 * Answers `/media/…`. Addresses hold only numbers, sizes and hashes, which are looked up; no path of a request
 * ever becomes a path on disk.
 */
export function createMediaServer(deps: {
  readonly creations: CreationRepository;
  readonly originals: Originals;
  readonly thumbnails: ThumbnailMaker;
  readonly inputs: InputFiles;
}) {
  return async (request: Request, pathname: string): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response('Not allowed', { status: 405 });
    const [, , kind, ...rest] = pathname.split('/');
    if (kind === 'original' && rest.length === 1) return original(request, Number(rest[0]));
    if (kind === 'thumb' && rest.length === 2) return thumbnail(Number(rest[0]), Number(rest[1]));
    if (kind === 'input' && rest.length === 1) return input(request, rest[0] ?? '');
    return notFound();
  };

  async function original(request: Request, id: number): Promise<Response> {
    const ref = Number.isSafeInteger(id) ? deps.creations.originalOf(id) : null;
    if (!ref) return notFound();
    return serveFile(request, deps.originals.pathOf(ref), {
      ...forGood,
      ...inert,
      'content-type': mimeOfFormat(ref.format),
    });
  }

  async function thumbnail(edge: number, id: number): Promise<Response> {
    const size = thumbnailSizes.find((known) => known === edge);
    if (!size || !Number.isSafeInteger(id)) return notFound();
    const bytes = await deps.thumbnails.get(id, size);
    if (!bytes) return notFound();
    return new Response(new Uint8Array(bytes), {
      headers: { 'content-type': thumbnailMime[size], 'cache-control': 'no-cache', ...inert },
    });
  }

  async function input(request: Request, sha256: string): Promise<Response> {
    const found = deps.inputs.find(sha256);
    return found
      ? serveFile(request, found.path, { ...forGood, ...inert, 'content-type': found.mime })
      : notFound();
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404 });
}
