import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import { isHtml, retryAfterMs } from '../answer.ts';
import { failureOfTrouble, troubleOf } from '../http.ts';

/**
 * What a call to OpenAI rejected with, as a failure. Image calls are synchronous and have no id: once a request has
 * been sent, its picture may have been made and billed although nobody can fetch it any more.
 * @param stake 'unknown' for generating, 'no' for asking
 */
export function failureOfError(
  error: unknown,
  stake: 'no' | 'unknown',
  signal: AbortSignal,
  deadline: AbortSignal,
  nowMs: number,
): Failure | null {
  if (signal.aborted) return fail('cancelled', stake);
  if (deadline.aborted || error instanceof APIConnectionTimeoutError) {
    // The SDK calls "connect timed out" a time-out too; its cause tells the two apart.
    const trouble = troubleOf(error, signal, deadline.aborted ? deadline : undefined);
    if (trouble.kind === 'not-sent') return failureOfTrouble(trouble, stake);
    return fail(stake === 'no' ? 'network' : 'timed_out', stake, { detail: 'No answer in time.' });
  }
  if (error instanceof APIUserAbortError) return fail('cancelled', stake);
  if (error instanceof APIConnectionError)
    return failureOfTrouble(troubleOf(error.cause ?? error, signal), stake);
  if (error instanceof APIError) return failureOfApiError(error, stake, nowMs);
  return isTransportError(error) ? failureOfTrouble(troubleOf(error, signal), stake) : null;
}

/** `fetch` rejects with a TypeError, a broken body with that or with a SyntaxError from the stream's parser. */
function isTransportError(error: unknown): boolean {
  return error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException;
}

function failureOfApiError(error: APIError, stake: 'no' | 'unknown', nowMs: number): Failure {
  const headers = error.headers ?? new Headers();
  const html = isHtml(headers, error.message);
  const detail = html
    ? `A web page came instead of an answer (status ${error.status}).`
    : plain(error.message);
  const more = { detail, ...(error.requestID ? { requestId: error.requestID } : {}) };
  const told = `${error.code ?? ''} ${error.type ?? ''} ${error.message}`;
  const status = error.status ?? statusOfCode(told);

  // Refusals come before the bill: neither is charged.
  if (refusal.test(told)) return fail('safety_refused', 'no', more);
  if (outOfMoney.test(told)) return fail('no_credit', 'no', more);
  switch (status) {
    case 401:
    case 403:
      return fail('auth', 'no', more);
    case 402:
      return fail('no_credit', 'no', more);
    case 404:
      return fail('model_gone', 'no', more);
    case 429: {
      const waitMs = retryAfterMs(headers, error.message, nowMs);
      return fail('rate_limited', 'no', {
        ...more,
        ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
      });
    }
    case 400:
    case 409:
    case 413:
    case 415:
    case 422:
      if (/model_not_found|model .* does not exist|deprecated|has been (?:retired|shut ?down)/i.test(told)) {
        return fail('model_gone', 'no', more);
      }
      return fail('invalid_input', 'no', { ...more, ...(error.param ? { fields: [error.param] } : {}) });
    default:
      return fail(stake === 'no' && (status ?? 0) >= 500 ? 'network' : 'provider_error', stake, more);
  }
}

const refusal =
  /moderation_blocked|content_policy_violation|rejected (?:by|as a result of) (?:the|our) safety|safety system|content policy/i;
const outOfMoney =
  /insufficient_quota|billing_(?:hard_limit|not_active)|exceeded your current quota|billing hard limit/i;

/** Errors inside a stream carry no status. */
function statusOfCode(told: string): number | undefined {
  if (/rate_limit/.test(told)) return 429;
  return /invalid_request|image_generation_user_error/.test(told) ? 400 : undefined;
}

/** The SDK puts the status before the message. */
function plain(message: string): string {
  return message.replace(/^\d{3} /, '');
}
