import { z } from 'zod';
import { HttpError, unsupported } from '../http/http-error.ts';
import { json } from '../http/respond.ts';
import { authError } from './auth-error.ts';
import { comeBackWithCode, comeBackWithError, comeBackWithSession } from './come-back.ts';
import type { AuthRoute } from './context.ts';
import { issueMailCode, readChallenge } from './flows.ts';
import { findTokenHash, linkTypes, mailToken, useToken } from './one-time-tokens.ts';
import { email, metadata, readBody } from './read-body.ts';
import { startSession } from './sessions.ts';
import { allowedRedirect } from './redirects.ts';
import { confirmEmail, createUser, findUserByEmail } from './users.ts';

const otpSchema = z.object({ email, create_user: z.boolean().default(true), data: metadata.optional() });
const addressSchema = z.object({ email });
const resendSchema = z.object({ email, type: z.enum(['signup', 'email_change']) });
const verifySchema = z.union([
  z.object({ email, token: z.string().max(12), type: z.enum(linkTypes) }),
  z.object({ token_hash: z.string().max(200), type: z.enum(linkTypes) }),
]);

/** `POST /otp`: a link and a code by mail, for a person who may be new. */
export const sendOtp: AuthRoute = async (context, call) => {
  if (typeof call.body === 'object' && call.body && 'phone' in call.body) throw unsupported('phone numbers');
  const body = readBody(otpSchema, call.body);
  const challenge = readChallenge(call.body);
  const { database, settings } = context;
  let user = await findUserByEmail(database.query, body.email);
  if (!user) {
    if (!body.create_user || !settings.allowSignUp) {
      throw authError(422, 'otp_disabled', 'Signups not allowed for otp');
    }
    const isConfirmed = false;
    user = await database.transaction(
      async (query) => await createUser(query, { email: body.email, isConfirmed, userMetadata: body.data }),
    );
  }
  const kind = user.email_confirmed_at ? 'magic_link' : 'confirmation';
  await mailToken(context, user, kind, { redirectTo: call.search.get('redirect_to'), challenge });
  return json({});
};

/** `POST /recover`: a link to choose a new password. Answers the same for addresses without an account. */
export const sendRecovery: AuthRoute = async (context, call) => {
  const body = readBody(addressSchema, call.body);
  const challenge = readChallenge(call.body);
  const user = await findUserByEmail(context.database.query, body.email);
  if (user) {
    await mailToken(context, user, 'recovery', { redirectTo: call.search.get('redirect_to'), challenge });
  }
  return json({});
};

/** `POST /resend`: the mail that confirms an address, once more. */
export const resend: AuthRoute = async (context, call) => {
  const body = readBody(resendSchema, call.body);
  if (body.type === 'email_change') throw unsupported('changing the email address');
  const challenge = readChallenge(call.body);
  const user = await findUserByEmail(context.database.query, body.email);
  if (user && !user.email_confirmed_at) {
    await mailToken(context, user, 'confirmation', { redirectTo: call.search.get('redirect_to'), challenge });
  }
  return json({});
};

/** `POST /verify`: a session for a code and its address, or for the hash out of a link. */
export const verifyCode: AuthRoute = async (context, call) => {
  const body = readBody(verifySchema, call.body);
  return await context.database.transaction(async (query) => {
    const hash = 'token_hash' in body ? body.token_hash : await findTokenHash(query, body.email, body.token);
    const { userId } = await useToken(context, query, hash);
    await confirmEmail(query, userId);
    return json(await startSession(context, query, call, userId, 'otp'));
  });
};

/** `GET /verify`: the link of a mail, opened in a browser. Works once. */
export const verifyLink: AuthRoute = async (context, call) => {
  const to = allowedRedirect(context.settings, call.search.get('redirect_to'));
  const token = call.search.get('token') ?? '';
  try {
    return await context.database.transaction(async (query) => {
      const { userId, isPkce } = await useToken(context, query, token);
      await confirmEmail(query, userId);
      const code = isPkce ? await issueMailCode(query, userId) : undefined;
      if (code) return comeBackWithCode(to, code);
      const session = await startSession(context, query, call, userId, 'otp');
      return comeBackWithSession(to, session, call.search.get('type') ?? '');
    });
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const description = 'Email link is invalid or has expired';
    const failure = { error: 'access_denied', code: 'otp_expired', description };
    return comeBackWithError(to, failure, token.startsWith('pkce_'));
  }
};
