import { z } from 'zod';
import { allowMethods, readBody } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { functionAddress } from '../_shared/function-address.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { siteAddress } from '../_shared/site-address.ts';
import { onlyService } from '../_shared/who.ts';
import { compose } from './compose.ts';
import { AddressRefused, createMailTransport, sendTimeoutMs, type Transport } from './transport.ts';

const order = z.object({ limit: z.number().int().min(1).max(100).default(20) });

/** So long are claimed mails ours, in milliseconds: another worker takes them afterwards. */
const leaseMs = 120_000;

const claimed = z.object({
  id: z.uuid(),
  address: z.string().nullable(),
  category: z.string(),
  template: z.string(),
  params: z.unknown(),
  display_name: z.string().nullable(),
  unsubscribe_token: z.uuid().nullable(),
});
type Claimed = z.infer<typeof claimed>;

/**
 * `POST /mail`, by cron: sends what is due. `POST /mail/unsubscribe?token=…`: no more marketing, from a mail program's
 * button or the site's page, without signing in.
 */
export function createHandler(deps: Deps): Handler {
  return async (request) => {
    allowMethods(request, 'GET', 'POST');
    const url = new URL(request.url);
    if (url.pathname.endsWith('/unsubscribe'))
      return await unsubscribe(request, url.searchParams.get('token'), deps);
    allowMethods(request, 'POST');
    await onlyService(request, deps);
    const { limit } = await readBody(request, order);
    const send = createMailTransport(deps);
    const lastStart = deps.now().getTime() + leaseMs - 2 * sendTimeoutMs;
    const lease = `${leaseMs / 1000} seconds`;
    const due = await deps.database.call(
      'svc_mail_claim',
      { p_limit: limit, p_lease: lease },
      z.array(claimed),
    );
    let sent = 0;
    for (const mail of due) {
      if (deps.now().getTime() > lastStart) break;
      if (await deliver(mail, send, deps)) sent += 1;
    }
    return json({ claimed: due.length, sent });
  };
}

async function deliver(mail: Claimed, send: Transport, deps: Deps): Promise<boolean> {
  const { database } = deps;
  const fail = (error: string, final: boolean) =>
    database.call('svc_mail_failed', { p_id: mail.id, p_error: error, p_final: final }, z.unknown());
  if (mail.address === null) {
    await fail('no_address', true);
    return false;
  }
  try {
    const { address, category, template, params, display_name: displayName } = mail;
    const unsubscribeUrl =
      mail.unsubscribe_token === null
        ? null
        : functionAddress(`mail/unsubscribe?token=${mail.unsubscribe_token}`, deps);
    await send(compose({ address, category, template, params, displayName, unsubscribeUrl }), mail.id);
  } catch (error) {
    deps.log.error('A mail was not sent', error);
    await fail(error instanceof Error ? error.name : 'unknown', error instanceof AddressRefused);
    return false;
  }
  await database.call('svc_mail_sent', { p_id: mail.id }, z.unknown());
  return true;
}

/**
 * `POST`, as a mail program's button or the site's page sends it, stops it: the answer is the same whether somebody has
 * this token or not. `GET` only leads to that page: scanners open every link of a mail.
 */
async function unsubscribe(request: Request, token: string | null, deps: Deps): Promise<Response> {
  const parsed = z.uuid().safeParse(token);
  if (request.method === 'GET') {
    const page = siteAddress('/unsubscribe/', deps.env);
    const location = parsed.success ? `${page}?token=${parsed.data}` : page;
    return new Response(null, { status: 303, headers: { location } });
  }
  if (parsed.success) await deps.database.call('svc_unsubscribe', { p_token: parsed.data }, z.unknown());
  return json({ unsubscribed: true });
}
