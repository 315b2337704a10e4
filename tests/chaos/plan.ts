import { killsFor, runCase, type CaseResult, type Kill } from './run-case.ts';
import { targets, type Target } from './targets.ts';

export type Case = { readonly target: Target; readonly kill: Kill };

/** Every step on every way. */
export function everyStep(): readonly Case[] {
  return targets.flatMap((target) => killsFor(target).map((kill) => ({ target, kill })));
}

/** Every step at least once, on the ways where money is at stake and on one of each other kind. */
export function shortList(): readonly Case[] {
  const names = new Set(['openai image', 'replicate video']);
  return [
    ...everyStep().filter(({ target }) => names.has(target.name)),
    ...targets
      .filter((target) => !names.has(target.name) && target.startDouble)
      .map((target): Case => ({ target, kill: { kind: 'seen', what: 'submission' } })),
  ];
}

/**
 * Kills at any time, up to three in a row before the job may end.
 * @param lifeMs how long an undisturbed process lives on each way
 */
export function randomCases(
  count: number,
  seed: number,
  lifeMs: ReadonlyMap<Target, number>,
): readonly Case[] {
  const random = numbersFrom(seed);
  return Array.from({ length: count }, (_, index) => {
    const target = targets[index % targets.length];
    if (!target) throw new Error('There are no targets');
    const life = lifeMs.get(target) ?? 1000;
    const kills = random() < 0.7 ? 1 : random() < 0.7 ? 2 : 3;
    const afterMs = Array.from({ length: kills }, () => Math.round(life * (0.2 + 0.9 * random())));
    return { target, kill: { kind: 'random', afterMs } };
  });
}

/** How long a process lives on each way when nobody kills it. */
export async function measureLives(child: string): Promise<ReadonlyMap<Target, number>> {
  const lives = new Map<Target, number>();
  const cases = targets.map((target): Case => ({ target, kill: { kind: 'random', afterMs: [] } }));
  await runAll(child, cases, (result) => lives.set(result.target, result.ms));
  return lives;
}

/** Two at a time, as many as a small machine has cores. */
export async function runAll(
  child: string,
  cases: readonly Case[],
  tell: (result: CaseResult) => void,
): Promise<readonly CaseResult[]> {
  const waiting = [...cases];
  const results: CaseResult[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = await runCase(child, next.target, next.kill);
      results.push(result);
      tell(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** Mulberry32: the same seed gives the same numbers, 0 up to 1. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
