import type { Stage } from './stage.ts';
import { nameOf, type Kill } from './turnstile.ts';
import type { Way } from './ways.ts';

export type CaseResult = {
  readonly way: Way;
  readonly kill: Kill | null;
  readonly wrong: readonly string[];
  /** What the process called in its life, in order. */
  readonly calls: readonly string[];
  readonly ms: number;
};

/** A worker's lease runs out, its job is looked at again, everything else runs out, and what is left is removed. */
const rest = [
  '4 minutes',
  '1 minute',
  '1 minute',
  '1 minute',
  '1 minute',
  '30 minutes',
  '2 days',
  '1 hour',
] as const;

/**
 * Lives, is killed, lives again until all is over, and looks at what is left.
 * @param kill null: nobody is killed, which shows how it should be, and which calls are made
 */
export async function runCase(stage: Stage, way: Way, kill: Kill | null): Promise<CaseResult> {
  const began = performance.now();
  const wrong: string[] = [];
  let calls: readonly string[] = [];
  try {
    const life = await way.begin(stage);
    stage.arm(kill, life.meanwhile);
    for (const step of life.steps) {
      if (stage.killed) break;
      await step().catch((error: unknown) => {
        if (!stage.killed) throw error;
      });
      await stage.settled();
    }
    calls = [...stage.calls];
    if (kill === 'end') await stage.kill();
    if (stage.killed !== (kill !== null)) wrong.push(`it never came to ${nameOf(kill)}`);
    await stage.restart();
    if (kill !== null) await life.again();
    await stage.settled();
    for (const interval of rest) await stage.pass(interval);
    wrong.push(...(await life.wrong(kill)), ...(await wrongOfBooks(stage)));
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
    await stage.restart();
  }
  return { way, kill, wrong, calls, ms: performance.now() - began };
}

/** The money of everybody adds up. */
async function wrongOfBooks({ cloud }: Stage): Promise<readonly string[]> {
  const { rows } = await cloud.database.query(
    'select to_jsonb(audit) as row from private.ledger_audit as audit',
  );
  return rows.map(({ row }) => `the books are wrong: ${String(row)}`);
}
