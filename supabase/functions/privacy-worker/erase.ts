import { z } from 'zod';
import type { Deps } from '../_shared/deps.ts';
import type { Bucket } from '../_shared/files.ts';
import { createStripe } from '../_shared/stripe-client.ts';

const deletion = z
  .object({
    id: z.uuid(),
    user_id: z.uuid(),
    /** What is done already, by whichever worker. */
    steps: z.record(z.string(), z.unknown()),
    account: z.string().nullable(),
    customer: z.string().nullable(),
    /** Where they get mail. */
    address: z.string().nullable(),
  })
  .nullable();
type Deletion = NonNullable<z.infer<typeof deletion>>;

const everyBucket: readonly Bucket[] = ['creations', 'inputs', 'gallery', 'exports', 'support', 'avatars'];
const batch = 100;

/** Erases one account after the other until none is due. */
export async function eraseDue(deps: Deps): Promise<void> {
  for (;;) {
    const claimed = await deps.database.call('svc_erasure_claim', {}, deletion);
    if (claimed === null) return;
    await erase(claimed, deps);
  }
}

/**
 * Files first, while the rows still say whose they are; then Stripe; then the rows; then the user, whom the rest goes
 * with; then the certificate, which is refused while anything is left. Each step is kept, and done twice does no harm.
 */
async function erase(due: Deletion, deps: Deps): Promise<void> {
  const { id, user_id: user, steps } = due;
  const note = (step: string, detail: unknown) =>
    deps.database.call('svc_erasure_step', { p_id: id, p_step: step, p_detail: detail }, z.unknown());
  if (!('files' in steps)) await note('files', await removeAllFiles(user, deps));
  if (!('stripe' in steps)) await note('stripe', { deleted: await deleteCustomers(due, deps) });
  await deps.database.call('svc_erasure_rows', { p_id: id }, z.unknown());
  if (!('user' in steps)) {
    const { error } = await deps.users.deleteUser(user);
    if (error && error.status !== 404) throw error;
    await note('user', { deleted: true });
  }
  await deps.database.call('svc_erasure_certify', { p_id: id }, z.unknown());
}

/** How many files went, by bucket. */
async function removeAllFiles(user: string, { files }: Deps): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const bucket of everyBucket) {
    for (;;) {
      const paths = await files.list(bucket, user, batch);
      if (paths.length === 0) break;
      await files.remove(bucket, paths);
      removed[bucket] = (removed[bucket] ?? 0) + paths.length;
    }
  }
  return removed;
}

/**
 * Ends subscriptions too. Payments stay at Stripe, as the law asks, without a way to reach the person. A checkout that
 * was interrupted may have made a customer whose number we never learned; the account is written on it.
 * @returns how many there were
 */
async function deleteCustomers({ account, customer, address }: Deletion, deps: Deps): Promise<number> {
  const stripe = createStripe(deps);
  const ids = new Set(customer === null ? [] : [customer]);
  if (address !== null && account !== null) {
    for await (const known of stripe.customers.list({ email: address, limit: 100 }))
      if (known.metadata['account'] === account) ids.add(known.id);
  }
  for (const id of ids) {
    try {
      await stripe.customers.del(id);
    } catch (error) {
      const gone = error instanceof Error && 'code' in error && error.code === 'resource_missing';
      if (!gone) throw error;
    }
  }
  return ids.size;
}
