import type { FailureCode } from '../../../shared/domain/failure.ts';

/** The one thing to do about a failed job. */
type FailureAction = 'retry' | 'edit' | 'settings';

const actions: Readonly<Record<FailureCode, FailureAction>> = {
  auth: 'settings',
  not_configured: 'settings',
  safety_refused: 'edit',
  invalid_input: 'edit',
  model_gone: 'edit',
  no_credit: 'retry',
  rate_limited: 'retry',
  network: 'retry',
  outcome_unknown: 'retry',
  cancelled: 'retry',
  timed_out: 'retry',
  provider_error: 'retry',
  bad_output: 'retry',
  server_down: 'retry',
  disk: 'retry',
};

export function actionFor(code: FailureCode): FailureAction {
  return actions[code];
}
