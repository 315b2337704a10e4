import { z } from 'zod';
import { HttpError, unsupported } from '../http/http-error.ts';
import { json } from '../http/respond.ts';
import { authError } from './auth-error.ts';
import {
  comeBackWithCode,
  comeBackWithError,
  comeBackWithMessage,
  comeBackWithSession,
} from './come-back.ts';
import type { AuthContext, AuthRoute } from './context.ts';
import { confirmEmailChange, mailEmailChange } from './email-change.ts';
import type { Query } from '../database/database.ts';
import { issueMailCode, readChallenge } from './flows.ts';
import { findTokenHash, type LinkType, linkTypes, mailToken, useToken } from './one-time-tokens.ts';
import { email, metadata, readBody } from './read-body.ts';
import { startSession } from './sessions.ts';
import { allowedRedirect } from './redirects.ts';
import { confirmEmail, createUser, findUserByEmail } from './users.ts';

/** In GoTrue's words. */
const HALF_CONFIRMED = 'Confirmation link accepted. Please proceed to confirm link sent to the other email';

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

/** `POST /resend`: the mails that confirm an address or a change of it, once more. */
export const resend: AuthRoute = async (context, call) => {
  const body = readBody(resendSchema, call.body);
  const options = { redirectTo: call.search.get('redirect_to'), challenge: readChallenge(call.body) };
  const user = await findUserByEmail(context.database.query, body.email);
  if (user && body.type === 'email_change' && user.email_change) {
    await mailEmailChange(context, user, user.email_change, options);
  }
  if (user && body.type === 'signup' && !user.email_confirmed_at) {
    await mailToken(context, user, 'confirmation', options);
  }
  return json({});
};

/** `POST /verify`: a session for a code and its address, or for the hash out of a link. */
export const verifyCode: AuthRoute = async (context, call) => {
  const body = readBody(verifySchema, call.body);
  return await context.database.transaction(async (query) => {
    const hash = 'token_hash' in body ? body.token_hash : await findTokenHash(query, body.email, body.token);
    const { userId } = await useToken(context, query, hash, body.type);
    if (!(await confirm(context, query, userId, body.type)))
      return json({ msg: HALF_CONFIRMED, code: '200' });
    return json(await startSession(context, query, call, userId, 'otp'));
  });
};

/** `GET /verify`: the link of a mail, opened in a browser. Works once. */
export const verifyLink: AuthRoute = async (context, call) => {
  const to = allowedRedirect(context.settings, call.search.get('redirect_to'));
  const token = call.search.get('token') ?? '';
  const type = readBody(z.enum(linkTypes), call.search.get('type'));
  try {
    return await context.database.transaction(async (query) => {
      const { userId, isPkce } = await useToken(context, query, token, type);
      if (!(await confirm(context, query, userId, type)))
        return comeBackWithMessage(to, HALF_CONFIRMED, isPkce);
      const code = isPkce ? await issueMailCode(query, userId, type === 'email_change') : undefined;
      if (code) return comeBackWithCode(to, code);
      const session = await startSession(context, query, call, userId, 'otp');
      return comeBackWithSession(to, session, type);
    });
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const code = String(error.body['code']);
    const description = code === 'otp_expired' ? 'Email link is invalid or has expired' : error.message;
    const failure = { error: 'access_denied', code, description };
    return comeBackWithError(to, failure, token.startsWith('pkce_'));
  }
};

/** What a used token says of its owner. @returns false when a second address has to agree first */
async function confirm(context: AuthContext, query: Query, userId: string, type: LinkType): Promise<boolean> {
  if (type === 'email_change') return await confirmEmailChange(context, query, userId);
  await confirmEmail(query, userId);
  return true;
}
