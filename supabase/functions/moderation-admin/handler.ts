import { z } from 'zod';
import { readBody } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { Refusal } from '../_shared/refusal.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { signedIn } from '../_shared/who.ts';

const note = z.string().max(1000).nullable().default(null);
const acts = {
  act: z.object({
    post: z.uuid(),
    action: z.enum(['approve', 'hide', 'restore', 'remove', 'mark_sensitive']),
    note,
  }),
  suspend: z.object({ person: z.uuid(), on: z.boolean(), reason: note }),
  underage: z.object({ person: z.uuid() }),
  reply: z.object({ message: z.uuid(), body: z.string().trim().min(1).max(5000) }),
} as const;

/**
 * `GET /moderation-admin/queue` and `/people`; `POST …/act`, `/suspend`, `/underage`, `/reply`. Postgres decides who is
 * a moderator, and writes down who did what.
 */
export function createHandler(deps: Deps): Handler {
  const call = (name: string, args: Readonly<Record<string, unknown>>) =>
    deps.database.call(name, args, z.unknown());
  return async (request) => {
    const moderator = { p_moderator: await signedIn(request, deps) };
    const { pathname, searchParams } = new URL(request.url);
    switch (`${request.method} ${pathname.split('/').at(-1)}`) {
      case 'GET queue': {
        const after = z.iso.datetime({ offset: true }).nullable().safeParse(searchParams.get('after'));
        if (!after.success) throw new Refusal(422, 'invalid_query');
        return json({ queue: await call('svc_moderation_queue', { ...moderator, p_after: after.data }) });
      }
      case 'GET people':
        return json({ people: await call('svc_moderation_people', moderator) });
      case 'POST act': {
        const { post, action, note: p_note } = await readBody(request, acts.act);
        return json({
          post: await call('svc_moderation_act', { ...moderator, p_post: post, p_action: action, p_note }),
        });
      }
      case 'POST suspend': {
        const { person, on, reason } = await readBody(request, acts.suspend);
        await call('svc_moderation_suspend', { ...moderator, p_person: person, p_on: on, p_reason: reason });
        return json({ done: true });
      }
      case 'POST underage': {
        const { person } = await readBody(request, acts.underage);
        await call('svc_moderation_underage', { ...moderator, p_person: person });
        return json({ done: true });
      }
      case 'POST reply': {
        const { message, body } = await readBody(request, acts.reply);
        await call('svc_support_reply', { ...moderator, p_message: message, p_body: body });
        return json({ done: true });
      }
      default:
        throw new Refusal(404, 'unknown_route');
    }
  };
}
