import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { queueSteps, type QueueStep } from '../../electron/core/queue/steps.ts';
import type { HttpDouble } from '../doubles/http-double.ts';
import type { Orders } from './child.ts';
import { isPoll, isSubmission, type Target } from './targets.ts';
import { verify } from './verify.ts';

/**
 * Where the process is killed: by itself right after a step, from outside as soon as the provider has seen the
 * submission or a look at the job, or after so many milliseconds of its life, one process after the other.
 */
export type Kill =
  | { readonly kind: 'step'; readonly step: QueueStep }
  | { readonly kind: 'seen'; readonly what: 'submission' | 'poll' }
  | { readonly kind: 'random'; readonly afterMs: readonly number[] };

export type CaseResult = {
  readonly target: Target;
  readonly kill: Kill;
  readonly kills: number;
  readonly wrong: readonly string[];
  readonly ms: number;
};

const root = join(import.meta.dirname, '../..');
/** A run that takes longer than this hangs. */
const patienceMs = 180_000;

/** Which kills make sense on a target's way. */
export function killsFor(target: Target): readonly Kill[] {
  const steps = queueSteps.filter((step) => target.polls || (step !== 'accepted' && step !== 'followed'));
  const seen = target.startDouble
    ? (['submission', ...(target.polls ? (['poll'] as const) : [])] as const)
    : [];
  return [
    ...steps.map((step): Kill => ({ kind: 'step', step })),
    ...seen.map((what): Kill => ({ kind: 'seen', what })),
  ];
}

export function nameOf(kill: Kill): string {
  if (kill.kind === 'step') return kill.step;
  return kill.kind === 'seen' ? `during ${kill.what}` : `after ${kill.afterMs.join(' and ')} ms`;
}

/**
 * Starts, kills, starts again, and looks at what is left.
 * @param child what `buildChild` made
 */
export async function runCase(child: string, target: Target, kill: Kill): Promise<CaseResult> {
  const began = performance.now();
  const data = mkdtempSync(join(tmpdir(), 'videopicai-chaos-'));
  // Some are under way beside the victim, and some are still waiting. Drawing a film takes seconds.
  const waiting = target.name === 'sketch video' ? 1 : 2;
  const prompts = Array.from({ length: target.atOnce + waiting }, (_, index) => `prompt-${index}-`);
  const double = (await target.startDouble?.()) ?? null;
  const { provider, media, local } = target;
  const orders: Orders = {
    root,
    data,
    provider,
    media,
    local,
    url: double?.url ?? null,
    prompts,
    dieAt: null,
  };
  let kills = 0;
  const wrong: string[] = [];
  try {
    for (const round of roundsOf(kill, double, prompts[0] ?? '')) {
      const ended = await runOnce(child, { ...orders, dieAt: round.dieAt }, round.killWhen);
      if (ended.hung) wrong.push('a run did not end');
      if (ended.killed) kills += 1;
      else if (ended.code !== 0) wrong.push(`a run ended with ${ended.code}: ${ended.errors}`);
    }
    if (kill.kind !== 'random' && kills !== 1) wrong.push(`it was killed ${kills} times`);
    wrong.push(...verify(data, prompts, target, double, kills, statesAfter(target, kill)));
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  } finally {
    await double?.close();
    rmSync(data, { recursive: true, force: true });
  }
  return { target, kill, kills, wrong, ms: performance.now() - began };
}

type Round = {
  readonly dieAt: QueueStep | null;
  readonly killWhen: (() => Promise<unknown>) | null;
};

/** One entry a process; the last is left to end by itself. */
function roundsOf(kill: Kill, double: HttpDouble | null, victim: string): readonly Round[] {
  const undisturbed: Round = { dieAt: null, killWhen: null };
  switch (kill.kind) {
    case 'step':
      return [{ dieAt: kill.step, killWhen: null }, undisturbed];
    case 'seen': {
      const seen = (request: Parameters<typeof isPoll>[0]) =>
        kill.what === 'poll' ? isPoll(request) : isSubmission(request, victim);
      return [{ dieAt: null, killWhen: async () => double?.seen(seen) }, undisturbed];
    }
    case 'random':
      return [
        ...kill.afterMs.map((ms): Round => ({
          dieAt: null,
          killWhen: () => setTimeout(ms),
        })),
        undisturbed,
      ];
  }
}

/** What may have become of the job that was killed: only where nobody can be asked may its outcome stay unknown. */
function statesAfter(target: Target, kill: Kill): readonly string[] {
  if (target.lookUp) return ['done'];
  const staged = queueSteps.indexOf('staged');
  const surelyDone = kill.kind === 'step' && queueSteps.indexOf(kill.step) >= staged;
  return surelyDone ? ['done'] : ['done', 'interrupted'];
}

async function runOnce(script: string, orders: Orders, killWhen: Round['killWhen']) {
  const child = fork(script, [JSON.stringify(orders)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'dist/chaos/cache') },
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const hang = AbortSignal.timeout(patienceMs);
  hang.addEventListener('abort', () => child.kill('SIGABRT'));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  if (killWhen) void Promise.race([killWhen(), ended]).then(() => child.kill('SIGKILL'));
  const { code, signal } = await ended;
  return { code, killed: signal === 'SIGKILL', hung: signal === 'SIGABRT', errors: errors.slice(-500) };
}
