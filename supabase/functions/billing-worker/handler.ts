import { allowMethods } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { createStripe } from '../_shared/stripe-client.ts';
import { onlyService } from '../_shared/who.ts';
import { checkPayments } from './check-payments.ts';
import { reconcileList } from './reconcile.ts';
import { createLists } from './stripe-lists.ts';

/** `POST /billing-worker`, by cron every hour: makes up for events of Stripe that never came. */
export function createHandler(deps: Deps): Handler {
  const stripe = createStripe(deps);
  return async (request) => {
    allowMethods(request, 'POST');
    await onlyService(request, deps);
    deps.waitUntil(work());
    return json({ begun: true }, 202);
  };

  async function work(): Promise<void> {
    // One after the other: a refund needs the payment that an earlier list tells of.
    for (const list of createLists(stripe, deps)) await reconcileList(list, deps);
    await checkPayments(stripe, deps);
  }
}
