import { Stripe } from 'stripe';
import { z } from 'zod';
import { allowMethods, readText } from '../_shared/body.ts';
import { required, type Deps } from '../_shared/deps.ts';
import { Refusal } from '../_shared/refusal.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { createStripe } from '../_shared/stripe-client.ts';
import { actionsOf } from '../_shared/stripe-actions.ts';

const maxBytes = 1024 * 1024;
const toleranceSeconds = 300;

/**
 * `POST /stripe-webhook`. The signature is over the raw body. The event's number and its effects are written in one
 * transaction; whatever goes wrong is answered so that Stripe comes again.
 */
export function createHandler(deps: Deps): Handler {
  const stripe = createStripe(deps);
  const cryptography = Stripe.createSubtleCryptoProvider();
  return async (request) => {
    allowMethods(request, 'POST');
    const body = await readText(request, maxBytes);
    const secret = required(deps.env, 'STRIPE_WEBHOOK_SECRET');
    const signature = request.headers.get('stripe-signature') ?? '';
    const event = await stripe.webhooks
      .constructEventAsync(body, signature, secret, toleranceSeconds, cryptography, deps.now().getTime())
      .catch(() => {
        throw new Refusal(400, 'bad_signature');
      });
    const result = await deps.database.call(
      'svc_stripe_apply',
      {
        p_event: event.id,
        p_type: event.type,
        p_created: new Date(event.created * 1000).toISOString(),
        p_actions: actionsOf(event),
      },
      z.enum(['applied', 'duplicate', 'ignored']),
    );
    return json({ result });
  };
}
