import { z } from 'zod';
import { Refusal } from './refusal.ts';

/** The largest request that any function takes: prompts and options, never files. */
const maxBytes = 256 * 1024;

/**
 * The raw body as text, for signatures over the very bytes.
 * @throws Refusal 413 beyond `limit` bytes, without reading on
 */
export async function readText(request: Request, limit = maxBytes): Promise<string> {
  if (Number(request.headers.get('content-length')) > limit) throw new Refusal(413, 'too_large');
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > limit) throw new Refusal(413, 'too_large');
    parts.push(part);
  }
  return await new Blob(parts.map((part) => new Uint8Array(part))).text();
}

/**
 * A JSON body of the given shape.
 * @throws Refusal 413, 422 with the fields that are wrong
 */
export async function readBody<S extends z.ZodType>(
  request: Request,
  schema: S,
  limit = maxBytes,
): Promise<z.output<S>> {
  const text = await readText(request, limit);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Refusal(422, 'invalid_body', { fields: z.flattenError(parsed.error).fieldErrors });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(422, 'invalid_body', { reason: 'It is not JSON.' });
  }
}

/** @throws Refusal 405 unless the method is one of these */
export function allowMethods(request: Request, ...methods: readonly string[]): void {
  if (!methods.includes(request.method)) throw new Refusal(405, 'method_not_allowed', { allowed: methods });
}
