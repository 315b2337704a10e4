import type { z } from 'zod';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { Answer } from './http.ts';

/** Reads an answer as the JSON it should be. @returns in words what came instead */
export function readJson<S extends z.ZodType>(answer: Answer, schema: S): Result<z.output<S>, string> {
  const text = textOf(answer);
  if (isHtml(answer.headers, text)) return err('A web page came instead of an answer.');
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return err(text.trim() === '' ? 'The answer was empty.' : 'The answer was cut off or is not JSON.');
  }
  const parsed = schema.safeParse(raw);
  return parsed.success
    ? ok(parsed.data)
    : err(`The answer had an unexpected shape: ${pathOf(parsed.error)}`);
}

/** Proxies, hotel networks and crashed servers answer with pages where JSON was asked for. */
export function isHtml(headers: Headers, text: string): boolean {
  return (
    /\bhtml\b/i.test(headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html|head|body)\b/i.test(text)
  );
}

export function textOf(answer: Answer): string {
  return Buffer.from(answer.body).toString('utf8');
}

function pathOf(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'answer'}: ${issue.message}` : 'unknown';
}

/**
 * How long a server asks to be left alone, in ms: `retry-after-ms`, `Retry-After` in seconds or as a date, or
 * "resets in ~30s" in the text, which is all that Replicate says. Never more than an hour.
 */
export function retryAfterMs(headers: Headers, text: string, nowMs: number): number | undefined {
  const found = [
    numberOf(headers.get('retry-after-ms'), 1),
    numberOf(headers.get('retry-after'), 1000),
    untilDate(headers.get('retry-after'), nowMs),
    numberOf(/resets? in ~?(\d+(?:\.\d+)?)\s*s/i.exec(text)?.[1] ?? null, 1000),
    numberOf(/try again in ~?(\d+(?:\.\d+)?)\s*s/i.exec(text)?.[1] ?? null, 1000),
  ].find((entry) => entry !== undefined);
  return found === undefined ? undefined : Math.min(3_600_000, Math.max(0, Math.ceil(found)));
}

function numberOf(text: string | null, factor: number): number | undefined {
  return text !== null && /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) * factor : undefined;
}

function untilDate(text: string | null, nowMs: number): number | undefined {
  const at = text && /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at - nowMs;
}
