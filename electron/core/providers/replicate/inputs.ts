import { z } from 'zod';
import type { Failure } from '../../../../shared/domain/failure.ts';
import { findByRole } from '../../../../shared/domain/parameter.ts';
import type { JsonValue } from '../../../../shared/domain/json.ts';
import { ok, type Result } from '../../../../shared/result.ts';
import type { ProviderInput, ProviderRequest } from '../provider.ts';
import { namedValues, seedFromKey } from '../request-input.ts';
import type { ReplicateClient } from './client.ts';

/** Larger files go through the files API; Replicate asks for data URLs only below this. */
const maxInlineBytes = 256 * 1024;

const uploaded = z.object({ urls: z.object({ get: z.string() }) });

/**
 * The JSON input of a prediction, files left out: what a lost submission is recognised by. Replicate keeps no key
 * of ours, so where the model takes a seed and the person chose none, the seed is made from the request's key.
 */
export function comparableInput(request: ProviderRequest): Record<string, JsonValue> {
  const entry = findByRole(request.model.parameters, 'seed');
  return entry ? { ...namedValues(request), [entry.key]: seedOf(request) ?? 0 } : namedValues(request);
}

/** Seed that is sent: the person's, or one that belongs to this request alone. Null: the model takes none. */
export function seedOf(request: ProviderRequest): number | null {
  const entry = findByRole(request.model.parameters, 'seed');
  if (!entry) return null;
  if (request.seed !== null) return request.seed;
  const max =
    entry.kind === 'number' && entry.max !== undefined ? Math.min(entry.max, 0x7fff_ffff) : 0x7fff_ffff;
  const min = entry.kind === 'number' && entry.min !== undefined ? Math.max(entry.min, 0) : 0;
  return min + (seedFromKey(request.key) % Math.max(1, max - min + 1));
}

/** The whole input: values, and files as data URLs or as addresses of uploads. */
export async function predictionInput(
  request: ProviderRequest,
  client: ReplicateClient,
  signal: AbortSignal,
): Promise<Result<Record<string, JsonValue>, Failure>> {
  const input: Record<string, JsonValue> = comparableInput(request);
  for (const entry of request.model.parameters) {
    if (entry.kind !== 'file') continue;
    const files = request.inputs.filter((file) => file.key === entry.key);
    const urls: string[] = [];
    for (const file of files) {
      const url = await fileUrl(file, client, signal);
      if (!url.ok) return url;
      urls.push(url.value);
    }
    const first = urls[0];
    if (first !== undefined) input[entry.key] = entry.multiple ? urls : first;
  }
  return ok(input);
}

async function fileUrl(
  file: ProviderInput,
  client: ReplicateClient,
  signal: AbortSignal,
): Promise<Result<string, Failure>> {
  const bytes = await file.read();
  if (bytes.byteLength <= maxInlineBytes) {
    return ok(`data:${file.mime};base64,${Buffer.from(bytes).toString('base64')}`);
  }
  const name = `input.${file.mime.split('/')[1]?.replace(/[^a-z0-9]/g, '') ?? 'bin'}`;
  const sent = await client.upload(
    uploaded,
    new Blob([new Uint8Array(bytes)], { type: file.mime }),
    name,
    signal,
  );
  return sent.ok ? ok(sent.value.urls.get) : sent;
}
