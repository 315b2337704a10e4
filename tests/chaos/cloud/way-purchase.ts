import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dataOf, newPerson, type Person } from './person.ts';
import type { Stage } from './stage.ts';
import type { Way } from './ways.ts';
import { expectStatus } from './way-job.ts';

const opened = z.object({ url: z.url() });

/** Buys, and may take the money back; the app presses again with the same number after a crash. */
function purchaseWay(name: string, price: string, wanted: Wanted): Way {
  return {
    name,
    async begin(stage) {
      const ann = await newPerson(stage);
      const order = { price, request_id: randomUUID() };
      const buy = async () => {
        const answer = await ann.call('checkout', order);
        expectStatus(answer, 200, 409);
        if (answer?.status !== 200) return;
        const id = opened.parse(answer.body).url.split('/').at(-1) ?? '';
        const session = stage.stripe.books.sessions[id];
        if (!session) throw new Error('the page is of no checkout');
        stage.stripe.commerce.pay(session);
        if (wanted.eventsLost) stage.stripe.books.deliveries = [];
        await deliver(stage);
      };
      const refund = async () => {
        const [charge] = chargesOf(stage, ann);
        if (charge) stage.stripe.commerce.refund(charge, charge.amount);
        await deliver(stage);
      };
      const compare = async () => await stage.pass('1 hour');
      return {
        steps: [buy, ...(wanted.refunded ? [refund] : []), ...(wanted.eventsLost ? [compare] : [])],
        async again() {
          await deliver(stage);
          await buy();
          if (wanted.refunded) await refund();
        },
        wrong: async () => await wrongOfPurchase(stage, ann, wanted),
      };
    },
  };
}

type Wanted = {
  readonly plan: string;
  readonly planCredits: number;
  readonly packCredits: number;
  readonly refunded?: true;
  /** No webhook ever comes: what Stripe knows is compared with what we know. */
  readonly eventsLost?: true;
};

export const purchaseWays: readonly Way[] = [
  purchaseWay('pack', 'pack_500', { plan: 'free', planCredits: 50, packCredits: 500 }),
  purchaseWay('pack, refunded', 'pack_500', {
    plan: 'free',
    planCredits: 50,
    packCredits: 0,
    refunded: true,
  }),
  purchaseWay('subscription', 'pro_month', { plan: 'pro', planCredits: 2000, packCredits: 0 }),
  purchaseWay('subscription, events lost', 'pro_month', {
    plan: 'pro',
    planCredits: 2000,
    packCredits: 0,
    eventsLost: true,
  }),
];

/** What Stripe could not deliver comes again. */
async function deliver({ stripe, settled }: Stage): Promise<void> {
  await stripe.webhooks.flush();
  await settled();
}

function customersOf({ stripe }: Stage, { account }: Person) {
  return Object.values(stripe.books.customers).filter(({ metadata }) => metadata['account'] === account);
}

export function chargesOf(stage: Stage, person: Person) {
  const ids = new Set(customersOf(stage, person).map(({ id }) => id));
  return Object.values(stage.stripe.books.charges).filter(({ customer }) => ids.has(customer));
}

async function wrongOfPurchase(stage: Stage, ann: Person, wanted: Wanted): Promise<readonly string[]> {
  const wrong: string[] = [];
  const account = z
    .object({ plan: z.string(), plan_available: z.number(), pack_available: z.number(), debt: z.number() })
    .parse(
      dataOf(await ann.client.from('accounts').select('plan, plan_available, pack_available, debt').single()),
    );
  const expected = {
    plan: wanted.plan,
    plan_available: wanted.planCredits,
    pack_available: wanted.packCredits,
    debt: 0,
  };
  for (const [name, value] of Object.entries(expected)) {
    const is = account[name as keyof typeof expected];
    if (is !== value) wrong.push(`${name} is ${is}, not ${value}`);
  }
  const customers = customersOf(stage, ann).length;
  if (customers !== 1) wrong.push(`there are ${customers} customers at Stripe`);
  const charges = chargesOf(stage, ann).length;
  if (charges !== 1) wrong.push(`Stripe took the money ${charges} times`);
  const payments = z.array(z.unknown()).parse(dataOf(await ann.client.rpc('payments_page'))).length;
  if (payments !== 1) wrong.push(`there are ${payments} payments`);
  if (stage.stripe.books.deliveries.length > 0) wrong.push('Stripe still waits to tell of something');
  return wrong;
}
