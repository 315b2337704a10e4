import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import { err, type Result } from '../../../../shared/result.ts';
import type { Outcome, ProviderDeps } from '../provider.ts';

const everyMs = 800;
const maxMisses = 4;

/**
 * Looks at a job until it is over. A server that does not answer is looked at a few times more; what it says
 * otherwise is final.
 * @param look null: still running
 * @param woken resolves when something happened, so that the next look comes at once
 */
export async function pollUntil(
  deps: ProviderDeps,
  signal: AbortSignal,
  look: () => Promise<Result<Outcome, Failure> | null>,
  woken?: () => Promise<void>,
): Promise<Result<Outcome, Failure>> {
  let misses = 0;
  for (;;) {
    const seen = await look();
    if (signal.aborted) return err(fail('cancelled', 'no'));
    if (seen) {
      const passing = !seen.ok && (seen.error.code === 'server_down' || seen.error.code === 'rate_limited');
      misses += 1;
      if (!passing || misses >= maxMisses) return seen;
    } else {
      misses = 0;
    }
    const pause = deps.sleep(everyMs, signal).catch(() => undefined);
    await (woken ? Promise.race([pause, woken()]) : pause);
    if (signal.aborted) return err(fail('cancelled', 'no'));
  }
}
