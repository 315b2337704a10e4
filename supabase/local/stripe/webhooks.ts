import { Stripe } from 'stripe';
import { newId, type Delivery, type Ledger, type Thing } from './state.ts';

export type Webhooks = {
  /** Puts an event on its way, in the transaction of what it tells. */
  readonly tell: (type: string, object: Thing) => void;
  /** Delivers what is due; resolves when everything was taken or must wait. */
  readonly flush: () => Promise<void>;
  readonly close: () => void;
};

/** The version whose shapes these are; the package that the functions use pins the same. */
const apiVersion = '2026-10-28.endive';
const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** Signs and delivers events like Stripe: at least once, again with growing pauses until they are taken. */
export function createWebhooks(
  ledger: Ledger,
  to: { readonly url: string; readonly secret: string },
): Webhooks {
  const { books } = ledger;
  const stripe = new Stripe('sk_test_stand_in');
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function deliver({ event }: Delivery): Promise<boolean> {
    const payload = JSON.stringify(event);
    const signature = stripe.webhooks.generateTestHeaderString({ payload, secret: to.secret });
    try {
      const response = await fetch(to.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': signature },
        body: payload,
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  async function run(): Promise<void> {
    let pauseMs = 0;
    for (const delivery of books.deliveries.slice()) {
      if (await deliver(delivery)) {
        books.deliveries = books.deliveries.filter((entry) => entry !== delivery);
      } else {
        delivery.attempts += 1;
        pauseMs = Math.max(pauseMs, Math.min(longestPauseMs, firstPauseMs * 2 ** delivery.attempts));
      }
      ledger.save();
    }
    clearTimeout(timer);
    if (pauseMs > 0) timer = setTimeout(() => void flush(), pauseMs).unref();
  }

  /** What was told meanwhile goes with the next round. */
  function flush(): Promise<void> {
    running = running.then(run);
    return running;
  }

  return {
    tell(type, object) {
      const event = {
        id: newId('evt'),
        object: 'event',
        api_version: apiVersion,
        created: ledger.now(),
        livemode: false,
        type,
        data: { object: structuredClone(object) },
      };
      books.deliveries.push({ event, attempts: 0 });
    },
    flush,
    close: () => clearTimeout(timer),
  };
}
