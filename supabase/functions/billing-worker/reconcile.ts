import { Stripe } from 'stripe';
import { z } from 'zod';
import type { Deps } from '../_shared/deps.ts';
import type { StripeList } from './stripe-lists.ts';

/** A hundred things each; the rest is for the next run. */
const pagesPerRun = 10;

const cursor = z.object({ after: z.string().nullable(), since: z.coerce.date().nullable() });

/**
 * Compares some pages of a list with what we know, and makes up for what is missing. Where it stopped is kept after
 * each page; a round that came to the end begins anew.
 */
export async function reconcileList(list: StripeList, { database, log }: Deps): Promise<void> {
  const { name } = list;
  const { after, since } = await database.call('svc_stripe_cursor', { p_list: name }, cursor);
  const keep = (at: string | null) =>
    database.call('svc_stripe_cursor_set', { p_list: name, p_after: at }, z.unknown());
  let next = after;
  for (let pages = 0; pages < pagesPerRun; pages += 1) {
    const page = await list.page(next, since).catch((error: unknown) => {
      if (next === null || !isGone(error)) throw error;
      return null;
    });
    // What the last page ended with is gone at Stripe: there is no way on from there.
    if (page === null) return void (await keep(null));
    const states = page.states.filter(({ actions }) => actions.length > 0);
    if (states.length > 0) {
      const missed = await database.call(
        'svc_stripe_reconcile',
        { p_list: name, p_objects: states },
        z.array(z.string()),
      );
      if (missed.length > 0) log.info('Stripe knew more than we did', { list: name, missed });
    }
    await keep(page.next);
    if (page.next === null) return;
    next = page.next;
  }
}

export function isGone(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}
