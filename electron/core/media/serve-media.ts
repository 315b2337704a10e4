import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { thumbnailSizes } from '../../../shared/domain/media.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import { mimeOfFormat } from './formats.ts';
import type { InputFiles } from './input-files.ts';
import type { LargePictures } from './large-pictures.ts';
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
  readonly largePictures: LargePictures;
}) {
  return async (request: Request, pathname: string): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response('Not allowed', { status: 405 });
    const [, , kind, ...rest] = pathname.split('/');
    if (kind === 'original' && rest.length === 1) return original(request, Number(rest[0]));
    if (kind === 'thumb' && rest.length === 2) return thumbnail(Number(rest[0]), Number(rest[1]));
    if (kind === 'screen' && rest.length === 1)
      return made(request, rest, ([id = 0]) => deps.largePictures.screen(id));
    if (kind === 'tile' && rest.length === 4) {
      return made(request, rest, ([id = 0, level = 0, x = 0, y = 0]) =>
        deps.largePictures.tile(id, level, x, y),
      );
    }
    if (kind === 'input' && rest.length === 1) return input(request, rest[0] ?? '');
    return notFound();
  };

  async function original(request: Request, id: number): Promise<Response> {
    const ref = Number.isSafeInteger(id) ? deps.creations.originalOf(id) : null;
    if (!ref || !deps.originals.isPresent(ref)) return notFound();
    // Of a file that was cut off, a part would be shown as if it were all.
    const found = await stat(deps.originals.pathOf(ref)).catch(() => null);
    if (found?.size !== deps.creations.sizeOf(id)) return notFound();
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

  /** A part of a large picture, named by numbers alone. */
  async function made(
    request: Request,
    words: readonly string[],
    find: (numbers: readonly number[]) => Promise<string | null>,
  ): Promise<Response> {
    if (!words.every((word) => /^\d{1,16}$/.test(word) && Number.isSafeInteger(Number(word))))
      return notFound();
    const path = await find(words.map(Number));
    if (path === null) return notFound();
    // Tiles are named as the library that cuts them names them.
    const format = extname(path).slice(1).replace('jpeg', 'jpg');
    return serveFile(request, path, { ...forGood, ...inert, 'content-type': mimeOfFormat(format) });
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
