import { z } from 'zod';
import type { Database } from './database.ts';

/** A row of `jobs` as the service sees it; the fields its functions use. */
export const job = z.object({
  id: z.uuid(),
  user_id: z.uuid(),
  account_id: z.uuid(),
  model_id: z.string(),
  params: z.record(z.string(), z.unknown()),
  inputs: z.array(z.object({ key: z.string(), path: z.string(), mime: z.string() })),
  requested: z.number().int(),
  price: z.number().int(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
  cancel_requested_at: z.string().nullable(),
  provider_id: z.string().nullable(),
  attempt: z.number().int(),
  submitting_at: z.string().nullable(),
  lease_id: z.uuid().nullable(),
  progress: z.number().nullable(),
  error_code: z.string().nullable(),
  error_detail: z.string().nullable(),
  outputs: z.array(z.record(z.string(), z.unknown())),
  charged: z.number().int(),
  created_at: z.string(),
  deadline_at: z.string(),
  finished_at: z.string().nullable(),
});
export type Job = z.infer<typeof job>;

/** What the person's devices get to see of it: no lease, no provider's number, no account. */
export function publicJob(row: Job) {
  const {
    lease_id: _lease,
    provider_id: _provider,
    account_id: _account,
    attempt: _attempt,
    submitting_at: _submitting,
    ...shown
  } = row;
  return shown;
}

const modelRow = z.object({
  id: z.string(),
  provider: z.string(),
  slug: z.string(),
  media: z.enum(['image', 'video']),
  ai: z.boolean(),
  parameters: z.array(z.object({ key: z.string(), role: z.string().optional() })),
});
export type CloudModel = z.infer<typeof modelRow>;

export function findModel(database: Database, id: string): Promise<CloudModel | null> {
  return database.row('models', { id }, modelRow);
}

/** The value of the parameter that has this role, as text; '' where there is none. */
export function textOfRole(model: CloudModel, params: Job['params'], role: string): string {
  const key = model.parameters.find((parameter) => parameter.role === role)?.key;
  const value = key === undefined ? undefined : params[key];
  return typeof value === 'string' ? value : '';
}
