import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import sharp from 'sharp';
import { z } from 'zod';
import type { Stage } from './stage.ts';

/** Somebody with an account, and their app. */
export type Person = {
  readonly id: string;
  readonly account: string;
  readonly client: SupabaseClient;
  /** Calls a function; null: nobody answered. */
  call(path: string, body: unknown, method?: string): Promise<Answer | null>;
};
export type Answer = { readonly status: number; readonly body: unknown };

const found = z.object({ id: z.uuid() });

/** Signed up, signed in, and the policy accepted. */
export async function newPerson(stage: Stage): Promise<Person> {
  const { url, publishableKey, secretKey } = stage.cloud;
  const options = {
    auth: { persistSession: false, autoRefreshToken: false },
    // Each app its own address, as behind a proxy: limits count by it.
    global: { headers: { 'x-forwarded-for': `2001:db8::${randomBytes(2).toString('hex')}` } },
  };
  const admin = createClient(url, secretKey, options);
  const client = createClient(url, publishableKey, options);
  const credentials = { email: `${randomUUID()}@example.com`, password: 'correct horse 1' };
  const { user } = dataOf(await admin.auth.admin.createUser({ ...credentials, email_confirm: true }));
  const { session } = dataOf(await client.auth.signInWithPassword(credentials));
  dataOf(await client.rpc('accept_terms', { p_version: '2026-01-31', p_age_confirmed: true }));
  const account = found.parse(dataOf(await client.from('accounts').select('id').single())).id;
  return {
    id: user.id,
    account,
    client,
    async call(path, body, method = 'POST') {
      const response = await fetch(`${stage.functionsUrl}/${path}`, {
        method,
        headers: { apikey: publishableKey, authorization: `Bearer ${session.access_token}` },
        ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
      });
      if (response.status === 502) return null;
      return { status: response.status, body: await response.json() };
    },
  };
}

/** @throws where the answer is a refusal */
export function dataOf<A extends { readonly data: unknown; readonly error: unknown }>(
  answer: A,
): Extract<A, { error: null }>['data'] {
  if (answer.error) throw new Error(JSON.stringify(answer.error), { cause: answer.error });
  return answer.data;
}

export type Picture = { readonly sha256: string; readonly thumbnail: string };

/** A picture of theirs in the cloud, and a name to publish it under. */
export async function keepPicture({ id, client }: Person): Promise<Picture> {
  dataOf(
    await client
      .from('profiles')
      .update({ handle: `a${randomBytes(6).toString('hex')}` })
      .eq('id', id)
      .select(),
  );
  const background = { r: randomBytes(1)[0] ?? 0, g: 80, b: 120 };
  const bytes = await sharp({ create: { width: 32, height: 20, channels: 3, background } })
    .png()
    .toBuffer();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const items = [{ sha256, mime: 'image/png', size_bytes: bytes.length }];
  const [reserved] = z
    .array(z.object({ path: z.string() }))
    .parse(dataOf(await client.rpc('media_reserve', { p_items: items })));
  if (!reserved) throw new Error('nothing was reserved');
  dataOf(await client.storage.from('creations').upload(reserved.path, bytes, { contentType: 'image/png' }));
  dataOf(await client.rpc('media_confirm', { p_sha256: [sha256] }));
  return { sha256, thumbnail: (await sharp(bytes).webp().toBuffer()).toString('base64') };
}
