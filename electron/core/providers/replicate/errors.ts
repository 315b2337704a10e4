import { z } from 'zod';
import { fail, type Charged, type Failure } from '../../../../shared/domain/failure.ts';
import { isHtml, retryAfterMs, textOf } from '../answer.ts';
import type { Answer } from '../http.ts';
import type { Prediction } from './prediction.ts';

const problem = z.object({
  title: z.string().nullish(),
  detail: z.string().nullish(),
  invalid_fields: z.array(z.unknown()).nullish(),
});

/**
 * An answer other than 2xx. Replicate takes on no work it answers with 4xx; a 5xx may come from a gateway in front
 * of work that has begun.
 */
export function failureOfStatus(answer: Answer, stake: Exclude<Charged, 'yes'>, nowMs: number): Failure {
  const text = textOf(answer);
  const said = isHtml(answer.headers, text) ? {} : parseProblem(text);
  const detail = [said.title, said.detail].filter(Boolean).join(': ') || `Status ${answer.status}`;
  switch (answer.status) {
    case 401:
    case 403:
      return fail('auth', 'no', { detail });
    case 402:
      return fail('no_credit', 'no', { detail });
    case 404:
      return fail('model_gone', 'no', { detail });
    case 400:
    case 413:
    case 422: {
      const fields = fieldsOf(said.detail ?? '', said.invalid_fields ?? []);
      return fail('invalid_input', 'no', { detail, ...(fields.length > 0 ? { fields } : {}) });
    }
    case 429: {
      const waitMs = retryAfterMs(answer.headers, text, nowMs);
      return fail('rate_limited', 'no', {
        detail,
        ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
      });
    }
    default:
      return fail(stake === 'no' && answer.status >= 500 ? 'network' : 'provider_error', stake, { detail });
  }
}

function parseProblem(text: string): z.infer<typeof problem> {
  try {
    const parsed = problem.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

/** Refused inputs: from `invalid_fields` in its several shapes, else from "- input.prompt is required". */
function fieldsOf(detail: string, listed: readonly unknown[]): string[] {
  const named = listed.flatMap((entry) => {
    if (typeof entry === 'string') return [entry];
    const field = z.object({ field: z.string() }).safeParse(entry);
    return field.success ? [field.data.field] : [];
  });
  const told = [...detail.matchAll(/\binput\.([\w-]+)/g)].flatMap((match) => (match[1] ? [match[1]] : []));
  return [...new Set([...named.map((name) => name.replace(/^input\./, '')), ...told])];
}

const refusal =
  /nsfw|\bE005\b|flagged as sensitive|safety (?:system|filter|checker)|content (?:policy|moderation)|sensitive content|moderation|prohibited/i;
const badInput =
  /\bE006\b|invalid (?:input|image|value|argument)|could not (?:decode|read|open) (?:the )?image|cannot identify image|must be (?:less|greater|at least|at most|one of|divisible)/i;
const busy =
  /\bE00[34]\b|service is (?:currently |temporarily )?unavailable|high demand|queue is full|capacity/i;

/** A prediction that ended without output: HTTP 200, the reason only as text. */
export function failureOfPrediction(ended: Prediction): Failure {
  const text = typeof ended.error === 'string' ? ended.error : ended.error ? JSON.stringify(ended.error) : '';
  const detail = text || lastLine(ended.logs ?? '') || 'Replicate gave no reason.';
  const charged = chargeOf(ended);
  if (refusal.test(text)) return fail('safety_refused', charged, { detail });
  if (badInput.test(text)) return fail('invalid_input', charged, { detail });
  return fail('provider_error', charged, {
    detail: busy.test(text) ? `Replicate is busy: ${detail}` : detail,
  });
}

/** Stopped from outside, or by the deadline: `aborted` had not begun and is free; `canceled` pays for its time. */
export function failureOfStop(ended: Prediction): Failure {
  const late =
    ended.deadline && ended.completed_at
      ? Date.parse(ended.completed_at) >= Date.parse(ended.deadline)
      : false;
  if (ended.status === 'aborted') return fail('timed_out', 'no', { detail: 'It did not start in time.' });
  return fail(late ? 'timed_out' : 'cancelled', ended.started_at ? 'yes' : 'no');
}

function chargeOf(ended: Prediction): Charged {
  const seconds = ended.metrics?.predict_time;
  if (!ended.started_at && !seconds) return 'no';
  return 'unknown';
}

function lastLine(logs: string): string {
  return logs.trim().split('\n').at(-1) ?? '';
}
