import { z } from 'zod';
import { allowMethods, readBody } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { judge } from '../_shared/moderation.ts';
import { bytesOfBase64 } from '../_shared/providers/provider.ts';
import { limitRate } from '../_shared/rate-limit.ts';
import { Refusal } from '../_shared/refusal.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { stripForStrangers } from '../_shared/strip-for-strangers.ts';
import { signedIn } from '../_shared/who.ts';

/** Room for a thumbnail of 400 kB as base64. */
const maxBodyBytes = 700_000;

const order = z.object({
  /** Made by the client: publishing twice is publishing once. */
  id: z.uuid(),
  creation_id: z.string().min(1).max(100),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.enum(['image', 'video']),
  title: z.string().max(120).default(''),
  tags: z.array(z.string()).max(10).default([]),
  /** Kept only when it is to be shown. */
  prompt: z.string().max(32_000).default(''),
  show_prompt: z.boolean().default(false),
  /** Model, size: what the dialog showed. */
  details: z.record(z.string(), z.unknown()).default({}),
  sensitive: z.boolean().default(false),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  duration_ms: z.number().int().positive().nullable().default(null),
  /** WebP, base64: the small picture, made by the studio. */
  thumbnail: z.base64(),
});
type Order = z.infer<typeof order>;

const begun = z.object({
  id: z.uuid(),
  status: z.string(),
  source_path: z.string(),
  mime: z.string(),
  media_path: z.string(),
  thumb_path: z.string(),
});

const post = z.looseObject({ id: z.uuid(), status: z.string() });

/** `POST /publish` shows a creation in Discover; `DELETE /publish/:id` takes it back. */
export function createHandler(deps: Deps): Handler {
  return async (request) => {
    allowMethods(request, 'POST', 'DELETE');
    const user = await signedIn(request, deps);
    if (request.method === 'DELETE') return await unpublish(user, new URL(request.url).pathname, deps);
    await limitRate(`publish:${user}`, { most: 60, seconds: 3600 }, deps);
    return await publish(user, await readBody(request, order, maxBodyBytes), deps);
  };
}

async function publish(user: string, wanted: Order, deps: Deps): Promise<Response> {
  const { id, thumbnail, ...rest } = wanted;
  const shown = { ...rest, prompt: wanted.show_prompt ? wanted.prompt : '' };
  const places = await deps.database.call(
    'svc_publish_begin',
    { p_user: user, p_id: id, p_post: shown },
    begun,
  );
  if (places.status !== 'pending') return json({ post: { id, status: places.status } });
  const original = await deps.files.get('creations', places.source_path);
  await deps.files.put('gallery', places.media_path, stripForStrangers(original, places.mime), places.mime);
  await deps.files.put(
    'gallery',
    places.thumb_path,
    stripForStrangers(bytesOfBase64(thumbnail), 'image/webp'),
    'image/webp',
  );
  const { verdict, moderation } = await decide(shown, thumbnail, deps);
  const finished = await deps.database.call(
    'svc_publish_finish',
    { p_id: id, p_verdict: verdict, p_moderation: moderation },
    post,
  );
  if (verdict === 'refuse') throw new Refusal(422, 'moderated', moderation);
  return json({ post: { id, status: finished.status } }, 201);
}

/** What is flagged is refused; what is doubtful, or could not be judged, waits for a person. */
async function decide(
  { title, tags, prompt, kind }: Omit<Order, 'id' | 'thumbnail'>,
  thumbnail: string,
  deps: Deps,
) {
  const what = {
    text: [title, tags.join(' '), prompt].filter(Boolean).join('\n'),
    imageUrls: [`data:image/webp;base64,${thumbnail}`],
  };
  try {
    const { flagged, doubtful, categories } = await judge(what, deps);
    const moderation = { categories };
    if (flagged) return { verdict: 'refuse', moderation } as const;
    // One frame says little about a clip that is near the line.
    return { verdict: doubtful ? 'review' : 'publish', moderation: { ...moderation, kind } } as const;
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 503)) throw error;
    return { verdict: 'review', moderation: { categories: [], unavailable: true } } as const;
  }
}

async function unpublish(user: string, pathname: string, deps: Deps): Promise<Response> {
  const id = z.uuid().safeParse(pathname.split('/').at(-1));
  if (!id.success) throw new Refusal(404, 'post_not_found');
  const gone = await deps.database.call('svc_unpublish', { p_user: user, p_id: id.data }, z.boolean());
  if (!gone) throw new Refusal(404, 'post_not_found');
  return json({ unpublished: true });
}
