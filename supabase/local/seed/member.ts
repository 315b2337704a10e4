import { randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import sharp from 'sharp';
import { z } from 'zod';
import type { Drawing } from '../drawing.ts';
import type { Cloud } from '../start-cloud.ts';
import { SEED_PASSWORD, type SeedPerson } from './people.ts';
import { poll, succeed } from './answers.ts';
import { seedId } from './seed-id.ts';

/** Somebody who has signed in with the app's own client and may do what members may. */
export type Member = { readonly id: string; readonly person: SeedPerson; readonly client: SupabaseClient };

const avatarSide = 192;
const caughtMails = z.array(z.object({ text: z.string() })).min(1);

/**
 * Brings a person as far as `people.ts` says, by the ways a person goes: sign-up, the code from the mail, the policy,
 * the profile, the checkout at the stand-in Stripe. What is done already stays as it is.
 */
export async function bringMember(person: SeedPerson, cloud: Cloud, drawing: Drawing): Promise<Member> {
  const client = createClient(cloud.url, cloud.publishableKey, {
    // Everybody at a machine of their own, as behind a proxy: limits and new devices are told by it.
    global: { headers: { 'x-forwarded-for': addressOf(person) } },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
  const id = await signIn(person, client, cloud);
  const member = { id, person, client };
  await acceptPolicy(member);
  await fillProfile(member, drawing);
  await buyPlan(member);
  await moveIntoThePast(member, cloud);
  return member;
}

/** One of the addresses kept for documentation, the same at every seeding. */
function addressOf({ key }: SeedPerson): string {
  return `2001:db8::${seedId(`address:${key}`).slice(0, 4)}`;
}

async function signIn(person: SeedPerson, client: SupabaseClient, cloud: Cloud): Promise<string> {
  const email = `${person.key}@example.com`;
  const known = await client.auth.signInWithPassword({ email, password: SEED_PASSWORD });
  if (!known.error) return known.data.user.id;
  if (known.error.code !== 'invalid_credentials') throw known.error;
  const options = { data: { full_name: person.name } };
  succeed(await client.auth.signUp({ email, password: SEED_PASSWORD, options }));
  const token = await codeFromMail(email, cloud);
  const { user } = succeed(await client.auth.verifyOtp({ email, token, type: 'email' }));
  if (!user) throw new Error(`${email} could not sign up.`);
  return user.id;
}

async function codeFromMail(email: string, { mailUrl }: Cloud): Promise<string> {
  const response = await fetch(`${mailUrl}/mails?wait=10000&to=${encodeURIComponent(email)}`);
  const mails = caughtMails.safeParse(await response.json());
  const code = /\b\d{6}\b/.exec(mails.data?.[0]?.text.split('code').at(-1) ?? '')?.[0];
  if (code === undefined)
    throw new Error(`${email} is here already with another password: --fresh begins anew.`);
  return code;
}

async function acceptPolicy({ client }: Member): Promise<void> {
  const { terms_version: accepted } = succeed(
    await client.from('user_private').select('terms_version').single(),
  );
  const { version } = succeed(
    await client
      .from('policy_versions')
      .select('version')
      .order('version', { ascending: false })
      .limit(1)
      .single(),
  );
  if (accepted !== version)
    succeed(await client.rpc('accept_terms', { p_version: version, p_age_confirmed: true }));
}

async function fillProfile({ id, person, client }: Member, drawing: Drawing): Promise<void> {
  const profile = succeed(await client.from('profiles').select('handle, avatar_path').eq('id', id).single());
  if (person.handle !== undefined && profile.handle === null) {
    const words = { handle: person.handle, bio: person.bio ?? null };
    succeed(await client.from('profiles').update(words).eq('id', id));
  }
  if (person.avatar !== undefined && profile.avatar_path === null) {
    const { bytes } = await drawing.draw({
      media: 'image',
      prompt: person.avatar,
      negative: '',
      seed: 1,
      width: avatarSide,
      height: avatarSide,
    });
    const path = `${id}/${randomUUID()}.webp`;
    const picture = await sharp(bytes).webp().toBuffer();
    succeed(await client.storage.from('avatars').upload(path, picture, { contentType: 'image/webp' }));
    succeed(await client.from('profiles').update({ avatar_path: path }).eq('id', id));
  }
}

/** Pays on the stand-in's page; the plan comes by its webhook. */
async function buyPlan({ person, client }: Member): Promise<void> {
  const price = person.buys;
  const account = async () => succeed(await client.from('accounts').select('plan').single());
  if (price === undefined || (await account()).plan !== 'free') return;
  const body = { price, request_id: randomUUID() };
  const { url } = z
    .object({ url: z.url() })
    .parse(succeed(await client.functions.invoke('checkout', { body })));
  await fetch(url, { method: 'POST', body: new URLSearchParams({ act: 'pay' }), redirect: 'manual' });
  await poll(`${person.name}’s plan`, async () => (await account()).plan !== 'free');
}

/** No way of a person's leads there: who joined when, and who moderates, by the service's own SQL. */
async function moveIntoThePast({ id, person }: Member, { database }: Cloud): Promise<void> {
  await database.query(
    `update public.profiles set created_at = now() - make_interval(days => $2)
    where id = $1 and created_at > now() - interval '1 day'`,
    [id, person.joinedDaysAgo],
  );
  if (person.moderates)
    await database.query(
      `update public.user_private set role = 'moderator' where id = $1 and role = 'user'`,
      [id],
    );
}
