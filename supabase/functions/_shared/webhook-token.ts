import type { SupabaseEnv } from '@supabase/server';
import { secretKeyOf } from './deps.ts';
import { toHex } from './hex.ts';
import { hmacSha256 } from './hmac.ts';

/**
 * Proves that a webhook's address was made by us for this job: the provider signs the body alone, so without it a
 * signed body could be sent again under another job's number.
 */
export async function webhookToken(jobId: string, project: SupabaseEnv): Promise<string> {
  const secret = new TextEncoder().encode(`webhook:${secretKeyOf(project)}`);
  return toHex(await hmacSha256(secret, jobId));
}
