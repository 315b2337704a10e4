import { z } from 'zod';
import { allowMethods, readBody } from '../_shared/body.ts';
import { callerKey } from '../_shared/caller.ts';
import type { Deps } from '../_shared/deps.ts';
import { functionAddress } from '../_shared/function-address.ts';
import { sha256Hex } from '../_shared/hex.ts';
import { bytesOfBase64 } from '../_shared/providers/provider.ts';
import { serveBytes } from '../_shared/ranges.ts';
import { limitRate } from '../_shared/rate-limit.ts';
import { Refusal } from '../_shared/refusal.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { stripForStrangers } from '../_shared/strip-for-strangers.ts';
import { signedIn } from '../_shared/who.ts';

const maxBodyBytes = 700_000;
/** A worker has 256 MB, and taking metadata out needs the file twice. */
const maxMediaBytes = 100 * 1024 * 1024;

const order = z.object({
  id: z.uuid(),
  /** SHA-256 of the token, hex. The token itself, 128 random bits, never leaves the person's machine but in the link. */
  token_hash: z.string().regex(/^[0-9a-f]{64}$/),
  creation_id: z.string().min(1).max(100),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  title: z.string().max(120).default(''),
  /** Null: not shown. */
  prompt: z.string().max(32_000).nullable().default(null),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  duration_ms: z.number().int().positive().nullable().default(null),
  expires_at: z.iso.datetime().nullable().default(null),
  /** WebP, base64, for previews in chats; null: none. */
  preview: z.base64().nullable().default(null),
});

const made = z.looseObject({ id: z.uuid(), expires_at: z.string().nullable() });
const shared = z.object({
  title: z.string(),
  prompt: z.string().nullable(),
  width: z.number(),
  height: z.number(),
  duration_ms: z.number().nullable(),
  preview_path: z.string().nullable(),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  author: z.object({ handle: z.string().nullable(), display_name: z.string().nullable() }).nullable(),
  path: z.string(),
  mime: z.string(),
  size_bytes: z.number(),
});
type Shared = z.infer<typeof shared>;

/** `POST /share` makes a link. `GET /share/:token` says what is behind it, `GET /share/:token/media` is it. */
export function createHandler(deps: Deps): Handler {
  return async (request) => {
    allowMethods(request, 'GET', 'POST');
    if (request.method === 'POST') return await create(request, deps);
    const [, token = '', part] = /\/share\/([\w-]{22})(\/media)?$/.exec(new URL(request.url).pathname) ?? [];
    if (token === '') throw new Refusal(404, 'share_not_found');
    await limitRate(`share:${await callerKey(request, deps)}`, { most: 300, seconds: 60 }, deps);
    const hash = await sha256Hex(token);
    const found = await deps.database.call('svc_share_resolve', { p_token_hash: hash }, shared);
    return part ? await media(request, found, deps) : json(describe(found, token, deps));
  };
}

async function create(request: Request, deps: Deps): Promise<Response> {
  const user = await signedIn(request, deps);
  await limitRate(`share-create:${user}`, { most: 120, seconds: 3600 }, deps);
  const { id, token_hash: hash, preview, ...share } = await readBody(request, order, maxBodyBytes);
  const previewPath = preview === null ? null : `${user}/${id}.webp`;
  const created = await deps.database.call(
    'svc_share_create',
    { p_user: user, p_id: id, p_token_hash: hash, p_share: { ...share, preview_path: previewPath } },
    made,
  );
  if (preview !== null && previewPath !== null)
    await deps.files.put(
      'gallery',
      previewPath,
      stripForStrangers(bytesOfBase64(preview), 'image/webp'),
      'image/webp',
    );
  return json({ share: { id: created.id, expires_at: created.expires_at } }, 201);
}

function describe(
  { path: _path, size_bytes: _size, preview_path: preview, ...said }: Shared,
  token: string,
  deps: Deps,
) {
  return {
    ...said,
    // Not from the request's own address: behind the platform's gateway that is another one.
    media_url: functionAddress(`share/${token}/media`, deps),
    preview_url: preview === null ? null : `${deps.project.url}/storage/v1/object/public/gallery/${preview}`,
  };
}

/** Through our hands, not by a link to the file: strangers get the picture and nothing else that the file says. */
async function media(request: Request, found: Shared, deps: Deps): Promise<Response> {
  if (found.size_bytes > maxMediaBytes) throw new Refusal(413, 'too_large_to_share');
  const bytes = stripForStrangers(await deps.files.get('creations', found.path), found.mime);
  return serveBytes(request, bytes, { 'content-type': found.mime, 'cache-control': 'private, max-age=60' });
}
