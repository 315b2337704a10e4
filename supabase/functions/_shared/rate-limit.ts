import { z } from 'zod';
import type { Deps } from './deps.ts';
import { Refusal } from './refusal.ts';

const counted = z.object({ allowed: z.boolean(), retry_after: z.number() });

/**
 * At most so many in so many seconds, counted in Postgres: workers share no memory.
 * @throws Refusal 429 with the seconds to wait
 */
export async function limitRate(
  key: string,
  { most, seconds }: { readonly most: number; readonly seconds: number },
  { database }: Pick<Deps, 'database'>,
): Promise<void> {
  const { allowed, retry_after } = await database.call(
    'svc_rate_limit',
    { p_key: key, p_max: most, p_window_seconds: seconds },
    counted,
  );
  if (!allowed) throw new Refusal(429, 'rate_limited', { retry_after });
}
