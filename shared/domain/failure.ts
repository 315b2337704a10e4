import { z } from 'zod';

/**
 * Every way a job can fail, the same for all providers. The sentence a person reads is made from the code in
 * `shared/messages`; `detail` is the provider's own wording, trimmed and free of secrets.
 */
export const failureCode = z.enum([
  'auth',
  'no_credit',
  'rate_limited',
  'safety_refused',
  'invalid_input',
  'model_gone',
  'network',
  'outcome_unknown',
  'cancelled',
  'timed_out',
  'provider_error',
  'bad_output',
  'server_down',
  'not_configured',
  'disk',
]);
export type FailureCode = z.infer<typeof failureCode>;

/** Whether the provider took money for the failed job. */
const charged = z.enum(['no', 'yes', 'unknown']);
export type Charged = z.infer<typeof charged>;

export const failure = z.object({
  code: failureCode,
  charged,
  /** The provider's own words, at most 500 characters. */
  detail: z.string().max(500).optional(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  /** Parameter keys that were refused. */
  fields: z.array(z.string()).readonly().optional(),
  /** Id of the model to use instead of a retired one. */
  successor: z.string().optional(),
  requestId: z.string().optional(),
});
export type Failure = z.infer<typeof failure>;

/** What the queue may do by itself after a failure. */
export type RetryRule = 'after-delay' | 'never' | 'ask';

/** The one thing for the person to do. `wait`: the queue goes on by itself. */
export type FailureAction =
  | 'open-settings'
  | 'open-billing-page'
  | 'edit'
  | 'use-successor'
  | 'retry'
  | 'free-space'
  | 'wait';

const rules = {
  auth: { retry: 'never', action: 'open-settings' },
  no_credit: { retry: 'never', action: 'open-billing-page' },
  rate_limited: { retry: 'after-delay', action: 'wait' },
  safety_refused: { retry: 'never', action: 'edit' },
  invalid_input: { retry: 'never', action: 'edit' },
  model_gone: { retry: 'never', action: 'use-successor' },
  network: { retry: 'after-delay', action: 'wait' },
  outcome_unknown: { retry: 'ask', action: 'retry' },
  cancelled: { retry: 'never', action: 'retry' },
  timed_out: { retry: 'ask', action: 'retry' },
  provider_error: { retry: 'ask', action: 'retry' },
  bad_output: { retry: 'ask', action: 'retry' },
  server_down: { retry: 'after-delay', action: 'wait' },
  not_configured: { retry: 'never', action: 'open-settings' },
  disk: { retry: 'never', action: 'free-space' },
} as const satisfies Record<FailureCode, { readonly retry: RetryRule; readonly action: FailureAction }>;

/** A failure is retried without asking only when it certainly cost nothing. */
export function retryRuleOf(failed: Failure): RetryRule {
  const { retry } = rules[failed.code];
  return retry === 'after-delay' && failed.charged !== 'no' ? 'ask' : retry;
}

/**
 * What to offer the person.
 * @param ended the job is over: what would have been waited for is then the person's to retry
 */
export function actionOf(failed: Failure, ended: boolean): FailureAction {
  const { action } = rules[failed.code];
  if (action === 'wait') return ended ? 'retry' : 'wait';
  return action === 'use-successor' && failed.successor === undefined ? 'edit' : action;
}

/** Cuts a provider's wording to what a failure may hold; takes out whatever looks like a key. */
export function trimDetail(text: string): string {
  const clean = text
    .replace(/\b(?:sk|r8|key|Bearer|Token)[-_ ][\w-]{6,}/gi, '[removed]')
    // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim();
  return clean.length > 500 ? `${clean.slice(0, 499)}…` : clean;
}

export function fail(
  code: FailureCode,
  wasCharged: Charged,
  more: Omit<Failure, 'code' | 'charged'> = {},
): Failure {
  return { code, charged: wasCharged, ...more, ...(more.detail ? { detail: trimDetail(more.detail) } : {}) };
}
