import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { createTokens, type Tokens } from './auth/tokens.ts';
import { actAs, identify } from './caller.ts';
import { rehearse } from './database/database.ts';
import { openPglite } from './database/pglite.ts';
import { readPlatform } from './platform.ts';

const keys = { publishableKey: 'sb_publishable_a', secretKey: 'sb_secret_b' };
const person = randomUUID();
let now = Date.now();
let tokens: Tokens;
let stranger: Tokens;

async function makeTokens(issuer: string): Promise<Tokens> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return await createTokens({ ...(await exportJWK(privateKey)), kid: 'k' }, issuer, 3_600, () => now);
}

beforeAll(async () => {
  tokens = await makeTokens('http://127.0.0.1:1/auth/v1');
  stranger = await makeTokens('http://127.0.0.1:1/auth/v1');
});

const sign = async (by: Tokens, role = 'authenticated'): Promise<string> =>
  await by.sign(person, { role, session_id: randomUUID() }, Math.floor(now / 1000));
const ask = async (apikey: string | undefined, token?: string): ReturnType<typeof identify> =>
  await identify(
    new Headers({ ...(apikey ? { apikey } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}) }),
    keys,
    tokens,
  );

test('takes the role of a key, and the person of a token', async () => {
  expect(await ask('sb_publishable_a')).toMatchObject({ role: 'anon' });
  expect(await ask('sb_publishable_a', 'sb_publishable_a')).toMatchObject({ role: 'anon' });
  expect(await ask('sb_secret_b', 'sb_secret_b')).toMatchObject({ role: 'service_role' });
  const asPerson = { role: 'authenticated', claims: { sub: person } };
  expect(await ask('sb_publishable_a', await sign(tokens))).toMatchObject(asPerson);
  expect(await ask('sb_secret_b', await sign(tokens))).toMatchObject(asPerson);
});

test('refuses other keys, forged tokens, tokens of another project, other roles, and old ones', async () => {
  const good = await sign(tokens);
  for (const [key, token] of [
    [undefined, good],
    ['sb_publishable_other', good],
    ['sb_publishable_a', await sign(stranger)],
    ['sb_publishable_a', await sign(tokens, 'service_role')],
    ['sb_publishable_a', 'nonsense'],
  ] as const) {
    await expect(ask(key, token)).rejects.toMatchObject({ status: 401 });
  }
  now += 3_601_000;
  await expect(ask('sb_publishable_a', good)).rejects.toMatchObject({ status: 401 });
});

test('acts as the caller for one transaction only', async () => {
  const database = await openPglite();
  for (const { sql } of readPlatform()) await database.exec(sql);
  const seen = await rehearse(database, async (query) => {
    await actAs(query, { role: 'authenticated', claims: { sub: person } });
    return (await query('select current_user as role, auth.uid() as id')).rows[0];
  });
  expect(seen).toEqual({ role: 'authenticated', id: person });
  const after = await database.query('select current_user as role, auth.uid() as id');
  expect(after.rows[0]).toEqual({ role: 'postgres', id: null });
  await database.close();
}, 60_000);
