import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { succeed, type TestCloud } from './harness.ts';

const password = 'correct horse 1';
const newAddress = (): string => `${randomUUID()}@example.com`;

/** Opens a link as a browser would, without going where it leads. */
async function open(link: string): Promise<URL> {
  const response = await fetch(link, { redirect: 'manual' });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
}

/** What unmodified supabase-js needs of the auth service. */
export function authContract(get: () => TestCloud): void {
  test('signs up by password, once the address is confirmed', async () => {
    const { client: connect, mailTo } = get();
    const client = connect();
    const email = newAddress();
    const options = { data: { full_name: 'Ann' } };
    const signedUp = succeed(await client.auth.signUp({ email, password, options }));
    expect(signedUp.session).toBeNull();
    const early = await client.auth.signInWithPassword({ email, password });
    expect(early.error).toMatchObject({ code: 'email_not_confirmed', status: 400 });
    const { code } = await mailTo(email);
    const verified = succeed(await client.auth.verifyOtp({ email, token: code, type: 'signup' }));
    expect(verified.user?.user_metadata).toEqual({ full_name: 'Ann' });
    expect((await client.auth.getUser()).data.user?.email).toBe(email);
    succeed(await connect().auth.signInWithPassword({ email, password }));
  });

  test('does not tell whether an address has an account', async () => {
    const { person, client, mailTo } = get();
    const { email } = await person();
    const again = succeed(await client().auth.signUp({ email, password: 'another one 2' }));
    expect(again.user?.identities).toEqual([]);
    expect(again.user?.email).toBe(email);
    succeed(await client().auth.resetPasswordForEmail(newAddress()));
    succeed(await client().auth.resetPasswordForEmail(email));
    expect((await mailTo(email)).link).toContain('type=recovery');
  });

  test('refuses weak passwords, wrong ones and addresses that are none', async () => {
    const { client, person } = get();
    const { email } = await person();
    const weak = await client().auth.signUp({ email: newAddress(), password: 'short1' });
    expect(weak.error).toMatchObject({ code: 'weak_password', status: 422 });
    const noDigits = await client().auth.signUp({ email: newAddress(), password: 'letters only here' });
    expect(noDigits.error).toMatchObject({ code: 'weak_password' });
    const wrong = await client().auth.signInWithPassword({ email, password: 'wrong horse 1' });
    expect(wrong.error).toMatchObject({ code: 'invalid_credentials', status: 400 });
    const nobody = await client().auth.signInWithPassword({ email: newAddress(), password });
    expect(nobody.error).toMatchObject({ code: 'invalid_credentials' });
    const noAddress = await client().auth.signUp({ email: `x'; drop table auth.users;--`, password });
    expect(noAddress.error).toMatchObject({ code: 'validation_failed', status: 400 });
    expect((await client().auth.signInAnonymously()).error).toMatchObject({
      code: 'anonymous_provider_disabled',
    });
  });

  test('signs in by a magic link that ends in the app which asked for it', async () => {
    const { client: connect, mailTo } = get();
    const client = connect();
    const email = newAddress();
    const emailRedirectTo = 'http://127.0.0.1:41999/callback';
    succeed(await client.auth.signInWithOtp({ email, options: { emailRedirectTo } }));
    const { link } = await mailTo(email);
    const back = await open(link);
    expect(back.origin + back.pathname).toBe(emailRedirectTo);
    const code = back.searchParams.get('code') ?? '';
    const thief = await connect().auth.exchangeCodeForSession(code);
    expect(thief.error).not.toBeNull();
    expect(succeed(await client.auth.exchangeCodeForSession(code)).user.email).toBe(email);
    const used = await open(link);
    expect(used.searchParams.get('error_code')).toBe('otp_expired');
  });

  test('signs in by the six-digit code of the same mail, on whatever machine', async () => {
    const { client: connect, mailTo } = get();
    const email = newAddress();
    succeed(await connect().auth.signInWithOtp({ email }));
    const { code } = await mailTo(email);
    const wrong = await connect().auth.verifyOtp({
      email,
      token: code === '000000' ? '000001' : '000000',
      type: 'email',
    });
    expect(wrong.error).toMatchObject({ code: 'otp_expired', status: 403 });
    const others = await connect().auth.verifyOtp({ email: newAddress(), token: code, type: 'email' });
    expect(others.error).toMatchObject({ code: 'otp_expired' });
    expect(
      succeed(await connect().auth.verifyOtp({ email, token: code, type: 'email' })).session,
    ).not.toBeNull();
    const again = await connect().auth.verifyOtp({ email, token: code, type: 'email' });
    expect(again.error).toMatchObject({ code: 'otp_expired' });
  });

  test('sends no second mail right after the first, and none to strangers who may not sign up', async () => {
    const { client } = get();
    const email = newAddress();
    succeed(await client().auth.signInWithOtp({ email }));
    const soon = await client().auth.signInWithOtp({ email });
    expect(soon.error).toMatchObject({ code: 'over_email_send_rate_limit', status: 429 });
    const stranger = await client().auth.signInWithOtp({
      email: newAddress(),
      options: { shouldCreateUser: false },
    });
    expect(stranger.error).toMatchObject({ code: 'otp_disabled', status: 422 });
  });

  test('lets nobody in with a code that is too old', async () => {
    const { client, mailTo, cloud } = get();
    const email = newAddress();
    succeed(await client().auth.signInWithOtp({ email }));
    const { code } = await mailTo(email);
    await cloud.database.query(
      `update auth.one_time_tokens set created_at = created_at - interval '61 minutes' where relates_to = $1`,
      [email],
    );
    const late = await client().auth.verifyOtp({ email, token: code, type: 'email' });
    expect(late.error).toMatchObject({ code: 'otp_expired' });
  });

  for (const provider of ['google', 'github'] as const) {
    test(`signs in with ${provider} through its stand-in page, with PKCE`, async () => {
      const { client: connect } = get();
      const client = connect();
      const email = newAddress();
      const options = { redirectTo: 'videopicai://auth/callback', skipBrowserRedirect: true };
      const { url } = succeed(await client.auth.signInWithOAuth({ provider, options }));
      const page = await open(url);
      expect(await (await fetch(page)).text()).toContain('Stand-in for');
      const form = { email, name: 'Ann', verified: 'on' };
      const decide = async (decision: string): Promise<URL> => {
        const body = new URLSearchParams({ ...form, decision });
        const response = await fetch(page, { method: 'POST', body, redirect: 'manual' });
        return await open(response.headers.get('location') ?? '');
      };
      const back = await decide('allow');
      expect(back.href).toMatch(/^videopicai:\/\/auth\/callback\?code=/);
      const session = succeed(await client.auth.exchangeCodeForSession(back.searchParams.get('code') ?? ''));
      expect(session.user).toMatchObject({
        email,
        app_metadata: { provider },
        user_metadata: { full_name: 'Ann' },
      });
      const replay = await fetch(page, {
        method: 'POST',
        body: new URLSearchParams({ ...form, decision: 'allow' }),
        redirect: 'manual',
      });
      const second = await fetch(replay.headers.get('location') ?? '', { redirect: 'manual' });
      expect(second.status).toBe(400);
    });
  }

  test('comes back from a provider with the reason when the person refuses', async () => {
    const client = get().client();
    const options = { redirectTo: 'http://127.0.0.1:41999/callback', skipBrowserRedirect: true };
    const { url } = succeed(await client.auth.signInWithOAuth({ provider: 'google', options }));
    const body = new URLSearchParams({ email: newAddress(), name: 'Ann', decision: 'deny' });
    const refused = await fetch(await open(url), { method: 'POST', body, redirect: 'manual' });
    const back = await open(refused.headers.get('location') ?? '');
    expect(back.port).toBe('41999');
    expect(back.searchParams.get('error')).toBe('access_denied');
  });

  test('leads back only to the addresses of config.toml', async () => {
    const client = get().client();
    for (const redirectTo of [
      'https://evil.example/',
      'http://127.0.0.1:80@evil.example/',
      'javascript:alert(1)',
      'http://127.0.0.1.evil.example/',
    ]) {
      const options = { redirectTo, skipBrowserRedirect: true };
      const { url } = succeed(await client.auth.signInWithOAuth({ provider: 'github', options }));
      const body = new URLSearchParams({ email: newAddress(), name: 'Ann', decision: 'deny' });
      const refused = await fetch(await open(url), { method: 'POST', body, redirect: 'manual' });
      expect((await open(refused.headers.get('location') ?? '')).host).toBe('videopicai.example');
    }
  });

  test('gives an unconfirmed account to whoever proves to own its address', async () => {
    const { client: connect } = get();
    const email = newAddress();
    succeed(await connect().auth.signUp({ email, password }));
    const client = connect();
    const options = { redirectTo: 'http://127.0.0.1:1/', skipBrowserRedirect: true };
    const { url } = succeed(await client.auth.signInWithOAuth({ provider: 'google', options }));
    const body = new URLSearchParams({ email, name: 'Owner', verified: 'on', decision: 'allow' });
    const allowed = await fetch(await open(url), { method: 'POST', body, redirect: 'manual' });
    const back = await open(allowed.headers.get('location') ?? '');
    succeed(await client.auth.exchangeCodeForSession(back.searchParams.get('code') ?? ''));
    const squatter = await connect().auth.signInWithPassword({ email, password });
    expect(squatter.error).toMatchObject({ code: 'invalid_credentials' });
  });

  test('refreshes a session, answers a second window, and ends it when an old token comes back', async () => {
    const { person, cloud, client: connect } = get();
    const { client } = await person();
    const first = (await client.auth.getSession()).data.session?.refresh_token ?? '';
    const second = succeed(await client.auth.refreshSession()).session?.refresh_token;
    expect(second).not.toBe(first);
    const otherWindow = succeed(await connect().auth.refreshSession({ refresh_token: first }));
    expect(otherWindow.session?.refresh_token).toBe(second);
    await cloud.database.query(
      `update auth.refresh_tokens set updated_at = updated_at - interval '1 minute' where token = $1`,
      [first],
    );
    const stolen = await connect().auth.refreshSession({ refresh_token: first });
    expect(stolen.error).toMatchObject({ code: 'refresh_token_already_used' });
    const ended = await connect().auth.refreshSession({ refresh_token: second ?? '' });
    expect(ended.error).toMatchObject({ code: 'refresh_token_not_found' });
  });

  test('verifies tokens by the published key alone', async () => {
    const { person, cloud } = get();
    const { client, token, id } = await person();
    const { claims, header } = succeed(await client.auth.getClaims())!;
    expect(header.alg).toBe('ES256');
    expect(claims).toMatchObject({ sub: id, role: 'authenticated', iss: `${cloud.url}/auth/v1` });
    const [head = '', body = ''] = token.split('.');
    const forged = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    forged['role'] = 'service_role';
    const tampered = `${head}.${Buffer.from(JSON.stringify(forged)).toString('base64url')}.${token.split('.')[2]}`;
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    for (const bad of [tampered, unsigned, 'x.y.z', 'nonsense']) {
      expect((await client.auth.getUser(bad)).error).toMatchObject({ status: 403, code: 'bad_jwt' });
    }
  });

  test('lists sessions as rows, ends them one by one or all, and notices at once', async () => {
    const { person, client: connect, cloud } = get();
    const { id, email, client, password: word } = await person();
    const other = connect();
    succeed(await other.auth.signInWithPassword({ email, password: word }));
    const list = async (): Promise<number> =>
      (
        await cloud.database.query(
          'select 1 from auth.sessions where user_id = $1 and user_agent is not null and ip is not null',
          [id],
        )
      ).rows.length;
    expect(await list()).toBe(2);
    expect((await client.auth.signOut({ scope: 'others' })).error).toBeNull();
    expect(await list()).toBe(1);
    const gone = await other.auth.getUser();
    expect(gone.error?.name).toBe('AuthSessionMissingError');
    succeed(await client.auth.getUser());
    expect((await client.auth.signOut()).error).toBeNull();
    expect(await list()).toBe(0);
  });

  test('changes password and metadata; the other sessions end with the password', async () => {
    const { person, client: connect } = get();
    const { client, email, password: before } = await person();
    const other = connect();
    succeed(await other.auth.signInWithPassword({ email, password: before }));
    const same = await client.auth.updateUser({ password: before });
    expect(same.error).toMatchObject({ code: 'same_password', status: 422 });
    const changed = succeed(
      await client.auth.updateUser({ password: 'another horse 2', data: { theme: 'dark' } }),
    );
    expect(changed.user.user_metadata).toEqual({ theme: 'dark' });
    expect((await other.auth.getUser()).error?.name).toBe('AuthSessionMissingError');
    succeed(await connect().auth.signInWithPassword({ email, password: 'another horse 2' }));
  });

  test('moves an account to another address once both have agreed, by link and by code', async () => {
    const { person, client: connect, mailTo, cloud } = get();
    const { client, email, id, password: word } = await person();
    const next = newAddress();
    const options = { emailRedirectTo: 'http://127.0.0.1:41999/callback' };
    const asked = succeed(await client.auth.updateUser({ email: next }, options));
    expect(asked.user).toMatchObject({ email, new_email: next });
    const toNext = await mailTo(next);
    const toPresent = await mailTo(email);
    expect(toPresent.code).not.toBe(toNext.code);
    expect(toPresent.html).toContain(next);
    const half = await open(toNext.link);
    expect(half.searchParams.get('message')).toContain('the other email');
    expect(half.searchParams.has('code')).toBe(false);
    expect((await open(toNext.link)).searchParams.get('error_code')).toBe('otp_expired');
    expect(succeed(await client.auth.getUser()).user.email).toBe(email);
    const wrongPurpose = await connect().auth.verifyOtp({ email, token: toPresent.code, type: 'email' });
    expect(wrongPurpose.error).toMatchObject({ code: 'otp_expired', status: 403 });
    const moved = await connect().auth.verifyOtp({ email, token: toPresent.code, type: 'email_change' });
    expect(succeed(moved).session?.user).toMatchObject({ id, email: next });
    expect(moved.data.user).not.toHaveProperty('new_email');
    const identity = await cloud.database.query(
      `select email, identity_data ->> 'email_verified' as verified from auth.identities where user_id = $1`,
      [id],
    );
    expect(identity.rows).toEqual([{ email: next, verified: 'true' }]);
    succeed(await connect().auth.signInWithPassword({ email: next, password: word }));
    const old = await connect().auth.signInWithPassword({ email, password: word });
    expect(old.error).toMatchObject({ code: 'invalid_credentials' });
  });

  test('ends a change of address in the app that asked for it', async () => {
    const { person, mailTo } = get();
    const { client, email } = await person();
    const next = newAddress();
    succeed(await client.auth.updateUser({ email: next }));
    await open((await mailTo(email)).link);
    const back = await open((await mailTo(next)).link);
    const session = succeed(await client.auth.exchangeCodeForSession(back.searchParams.get('code') ?? ''));
    expect(session.user.email).toBe(next);
  });

  test('changes no address to one that is taken, at once or meanwhile, and none twice in a moment', async () => {
    const { person, client: connect, mailTo, admin, cloud } = get();
    const { client, email } = await person();
    const { email: taken } = await person();
    const refused = await client.auth.updateUser({ email: taken });
    expect(refused.error).toMatchObject({ code: 'email_exists', status: 422 });
    const invalid = await client.auth.updateUser({ email: 'no address' });
    expect(invalid.error).toMatchObject({ code: 'validation_failed', status: 400 });
    const next = newAddress();
    succeed(await client.auth.updateUser({ email: next }));
    const soon = await client.auth.updateUser({ email: newAddress() });
    expect(soon.error).toMatchObject({ code: 'over_email_send_rate_limit', status: 429 });
    await cloud.database.query(
      `update auth.users set email_change_sent_at = email_change_sent_at - interval '1 minute' where email = $1`,
      [email],
    );
    const first = await mailTo(next);
    succeed(await connect().auth.resend({ type: 'email_change', email }));
    const replaced = await connect().auth.verifyOtp({ email: next, token: first.code, type: 'email_change' });
    expect(replaced.error).toMatchObject({ code: 'otp_expired' });
    await open((await mailTo(email)).link);
    succeed(await admin.auth.admin.createUser({ email: next, password, email_confirm: true }));
    const late = await open((await mailTo(next)).link);
    expect(late.searchParams.get('error_code')).toBe('email_exists');
    expect(succeed(await client.auth.getUser()).user.email).toBe(email);
  });

  test('asks an old session for a code before the password changes', async () => {
    const { person, client: connect, mailTo, cloud } = get();
    const { client, email, id } = await person();
    const change = async (nonce?: string) =>
      (await client.auth.updateUser({ password: 'another horse 2', ...(nonce ? { nonce } : {}) })).error;
    await cloud.database.query(
      `update auth.sessions set created_at = created_at - interval '25 hours' where user_id = $1`,
      [id],
    );
    expect(await change()).toMatchObject({ code: 'reauthentication_needed', status: 400 });
    expect(await change('000000')).toMatchObject({ code: 'reauthentication_not_valid', status: 422 });
    succeed(await client.auth.reauthenticate());
    const soon = await client.auth.reauthenticate();
    expect(soon.error).toMatchObject({ code: 'over_email_send_rate_limit', status: 429 });
    const { code, link } = await mailTo(email);
    expect(link).toBe('');
    const other = await person();
    await cloud.database.query(
      `update auth.sessions set created_at = created_at - interval '25 hours' where user_id = $1`,
      [other.id],
    );
    const stolen = await other.client.auth.updateUser({ password: 'another horse 2', nonce: code });
    expect(stolen.error).toMatchObject({ code: 'reauthentication_not_valid' });
    const asSignIn = await connect().auth.verifyOtp({ email, token: code, type: 'email' });
    expect(asSignIn.error).toMatchObject({ code: 'otp_expired' });
    expect(await change(code)).toBeNull();
    expect(await change(code)).toMatchObject({ code: 'reauthentication_not_valid' });
    // Without proof an old session does not learn whether it guessed the password either.
    expect(await change()).toMatchObject({ code: 'reauthentication_needed' });
    succeed(await connect().auth.signInWithPassword({ email, password: 'another horse 2' }));
  });

  test('answers 429 to an address that asks too often, and to no other', async () => {
    const { client: connect, person } = get();
    const { email, password: word } = await person();
    const client = connect();
    const guess = async () =>
      (await client.auth.signInWithPassword({ email, password: 'wrong horse 1' })).error?.code;
    for (let tries = 0; tries < 30; tries += 1) expect(await guess()).toBe('invalid_credentials');
    // Guessing takes time, in which one more may have become free.
    const codes = [await guess(), await guess(), await guess(), await guess(), await guess()];
    expect(codes).toContain('over_request_rate_limit');
    succeed(await connect().auth.signInWithPassword({ email, password: word }));
  });

  test('lets the service make, find, change, ban and delete people, and nobody else', async () => {
    const { admin, client, person } = get();
    const email = newAddress();
    const { user } = succeed(
      await admin.auth.admin.createUser({
        email,
        password,
        email_confirm: true,
        app_metadata: { tier: 'x' },
      }),
    );
    expect(user.app_metadata).toMatchObject({ tier: 'x', provider: 'email' });
    const twice = await admin.auth.admin.createUser({ email, password });
    expect(twice.error).toMatchObject({ status: 422 });
    expect(succeed(await admin.auth.admin.getUserById(user.id)).user.email).toBe(email);
    expect(succeed(await admin.auth.admin.listUsers({ page: 1, perPage: 1 })).users).toHaveLength(1);
    succeed(await admin.auth.admin.updateUserById(user.id, { ban_duration: '24h' }));
    expect((await client().auth.signInWithPassword({ email, password })).error).toMatchObject({
      code: 'user_banned',
    });
    const { client: another } = await person();
    for (const stranger of [client(), another]) {
      expect((await stranger.auth.admin.deleteUser(user.id)).error).toMatchObject({ status: 403 });
      expect((await stranger.auth.admin.listUsers()).error).toMatchObject({ status: 403 });
    }
    succeed(await admin.auth.admin.deleteUser(user.id));
    expect((await admin.auth.admin.getUserById(user.id)).error).toMatchObject({
      code: 'user_not_found',
      status: 404,
    });
  });

  test('answers 501 to what it does not do', async () => {
    const { client, person, admin } = get();
    const { client: known } = await person();
    const answers = [
      await client().auth.signInWithOtp({ phone: '+15555550100' }),
      await client().auth.signInWithIdToken({ provider: 'google', token: 'x' }),
      await known.auth.mfa.enroll({ factorType: 'totp' }),
      await admin.auth.admin.generateLink({ type: 'magiclink', email: newAddress() }),
    ];
    for (const { error } of answers) expect(error).toMatchObject({ status: 501 });
  });

  test('takes no call without a key, with a broken body, or with a huge one', async () => {
    const { cloud } = get();
    const post = async (body: string, headers: Record<string, string> = { apikey: cloud.publishableKey }) =>
      await fetch(`${cloud.url}/auth/v1/token?grant_type=password`, { method: 'POST', body, headers });
    expect((await post('{}', {})).status).toBe(401);
    expect((await post('{}', { apikey: 'sb_publishable_other' })).status).toBe(401);
    expect((await post('{')).status).toBe(400);
    expect((await post('[]')).status).toBe(400);
    expect((await post('{"email":{"$ne":""},"password":["x"]}')).status).toBe(400);
    expect((await post(`{"email":"${'x'.repeat(300_000)}"}`)).status).toBe(413);
  });
}
