import { json, readText, redirect } from '../http/respond.ts';
import { serve, type Handler } from '../http/serve.ts';
import { createApi } from './api.ts';
import { createCommerce, type Commerce } from './commerce.ts';
import { checkoutPage, deskPage, portalPage } from './pages.ts';
import { StripeError } from './stripe-error.ts';
import { openBooks, type Books, type Session } from './state.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

export type StripeStandIn = {
  readonly url: string;
  readonly books: Books;
  readonly commerce: Commerce;
  readonly webhooks: Webhooks;
  readonly close: () => Promise<void>;
};

/**
 * Stripe's API, pages and events, as far as the functions need them, on loopback.
 * @param options.file keeps the books over a restart; null: in memory alone
 */
export async function startStripe(options: {
  readonly port: number;
  readonly file: string | null;
  readonly webhook: { readonly url: string; readonly secret: string };
}): Promise<StripeStandIn> {
  const ledger = openBooks(options.file);
  const { books } = ledger;
  const webhooks = createWebhooks(ledger, options.webhook);
  const commerce = createCommerce(ledger, webhooks);
  let ownUrl = '';
  const api = createApi(ledger, () => ownUrl);
  const nameOf = (price: string) => commerce.nameOf(commerce.priceOf(price));

  const handler: Handler = async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const [, first = '', id = ''] = pathname.split('/');
    if (first === 'v1') return await answerApi(request, pathname.slice(4), searchParams);
    const body = request.method === 'POST' ? await readText(request) : '';
    const act = new URLSearchParams(body).get('act') ?? '';
    if (first === 'checkout') return answerCheckout(books.sessions[id], act);
    if (first === 'portal') return answerPortal(id, act);
    if (first !== '') return new Response('Not found', { status: 404 });
    if (act !== '') decide(act);
    return act === '' ? html(deskPage(books, nameOf)) : after(redirectTo('/'));
  };

  async function answerApi(request: Request, path: string, query: URLSearchParams): Promise<Response> {
    if (!/^Bearer sk_test_\w+$/.test(request.headers.get('authorization') ?? ''))
      return json({ error: { type: 'invalid_request_error', message: 'Invalid API Key provided' } }, 401);
    const body = request.method === 'GET' ? '' : await readText(request);
    try {
      return json(api.call(request.method, path, body, query, request.headers.get('idempotency-key')));
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      const { status, code, message } = error;
      return json({ error: { type: 'invalid_request_error', code, message } }, status);
    }
  }

  function answerCheckout(session: Session | undefined, act: string): Response {
    if (!session) return new Response('No such checkout', { status: 404 });
    if (act === 'cancel') return redirect(session.cancel_url);
    if (act === 'pay' || act === 'pay-later') {
      commerce.pay(session, act === 'pay-later');
      return after(redirect(session.success_url));
    }
    return html(checkoutPage(session, nameOf(session.price), commerce.priceOf(session.price)));
  }

  function answerPortal(id: string, act: string): Response {
    const portal = books.portals[id];
    if (!portal) return new Response('No such page', { status: 404 });
    if (act === 'return') return redirect(portal.return_url);
    const [verb, which = ''] = act.split(':');
    const subscription = books.subscriptions[which];
    // A person reaches their own subscriptions alone.
    if (subscription?.customer === portal.customer) {
      if (verb === 'cancel') commerce.cancel(subscription, 'later');
      if (verb === 'resume') commerce.resume(subscription);
    }
    if (act !== '') return after(redirectTo(`/portal/${id}`));
    return html(portalPage(books, portal.customer, nameOf));
  }

  function decide(act: string): void {
    const [verb, id = ''] = act.split(':');
    const subscription = books.subscriptions[id];
    const charge = books.charges[id];
    const dispute = books.disputes[id];
    const session = books.sessions[id];
    if (subscription && verb === 'renew') commerce.renew(subscription, true);
    if (subscription && verb === 'fail') commerce.renew(subscription, false);
    if (subscription && verb === 'end') commerce.cancel(subscription, 'now');
    if (charge && verb === 'refund') commerce.refund(charge, charge.amount);
    if (charge && verb === 'half') commerce.refund(charge, Math.floor(charge.amount / 2));
    if (charge && verb === 'dispute') commerce.dispute(charge);
    if (dispute && (verb === 'win' || verb === 'lose'))
      commerce.decide(dispute, verb === 'win' ? 'won' : 'lost');
    if (session && verb === 'settle') commerce.settle(session);
  }

  /** What was decided is on disk before anybody hears of it. */
  function after(response: Response): Response {
    ledger.save();
    void webhooks.flush();
    return response;
  }

  const redirectTo = (path: string) => redirect(`${ownUrl}${path}`);

  const listening = await serve({ host: '127.0.0.1', port: options.port }, handler);
  ownUrl = listening.url;
  void webhooks.flush();
  return {
    url: ownUrl,
    books,
    commerce,
    webhooks,
    close: async () => {
      webhooks.close();
      await listening.close();
    },
  };
}

function html(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}
