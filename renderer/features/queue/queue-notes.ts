import type { JobView, ProviderGate, QueueStatus } from '../../../shared/domain/job.ts';

/** What stands in the way of waiting jobs, the most general first. */
export type QueueNote =
  | { readonly kind: 'paused' }
  | { readonly kind: 'cap'; readonly hold: NonNullable<QueueStatus['heldByCap']> }
  | { readonly kind: 'provider'; readonly gate: ProviderGate };

export function queueNotes(status: QueueStatus): readonly QueueNote[] {
  const gates = status.providers.filter(({ state }) => state !== 'ok');
  return [
    ...(status.paused ? [{ kind: 'paused' } as const] : []),
    ...(status.heldByCap ? [{ kind: 'cap', hold: status.heldByCap } as const] : []),
    ...gates.map((gate) => ({ kind: 'provider', gate }) as const),
  ];
}

/** What holds a waiting job up, other than the jobs before it. */
export type Wait = 'paused' | 'cap' | 'limited' | 'tripped';

export function waitOf(job: JobView, status: QueueStatus): Wait | null {
  if (job.state !== 'queued') return null;
  const gate = status.providers.find(({ id }) => id === job.provider)?.state ?? 'ok';
  if (status.paused || gate === 'paused') return 'paused';
  if (gate !== 'ok') return gate;
  return status.heldByCap && job.estimate.kind !== 'free' ? 'cap' : null;
}
