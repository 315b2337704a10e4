import type { Stage } from './stage.ts';
import type { Kill, Meanwhile } from './turnstile.ts';
import { eraseWay } from './way-erase.ts';
import { jobWays } from './way-job.ts';
import { publishWays } from './way-publish.ts';
import { purchaseWays } from './way-purchase.ts';

/** One way through the cloud on which somebody could lose something. */
export type Way = {
  readonly name: string;
  /** Somebody new, up to where the process may be killed. */
  readonly begin: (stage: Stage) => Promise<Life>;
};

export type Life = {
  /** What happens, one after the other; the process may be killed in any of it. */
  readonly steps: readonly (() => Promise<unknown>)[];
  readonly meanwhile?: Meanwhile;
  /** What the app and others do when the functions are there again. */
  readonly again: () => Promise<unknown>;
  /** In words what does not hold at the end. @param kill null: nobody was killed */
  readonly wrong: (kill: Kill | null) => Promise<readonly string[]>;
};

export const ways: readonly Way[] = [...jobWays, ...purchaseWays, ...publishWays, eraseWay];
