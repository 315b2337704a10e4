import { isIP } from 'node:net';
import { roleOfKey } from '../caller.ts';
import { unsupported } from '../http/http-error.ts';
import type { Peer } from '../http/serve.ts';
import { json, readText } from '../http/respond.ts';
import { changeUserAsAdmin, createUserAsAdmin, deleteUser, listUsers, showUserAsAdmin } from './admin.ts';
import { API_VERSION, authError } from './auth-error.ts';
import type { AuthContext, AuthRoute } from './context.ts';
import { resend, sendOtp, sendRecovery, verifyCode, verifyLink } from './mail-sign-in.ts';
import { authorize, callback } from './oauth.ts';
import { changeUser, showUser, signOut } from './own-account.ts';
import { limiters } from './rate-limits.ts';
import { reauthenticate } from './reauthentication.ts';
import { signUp } from './sign-up.ts';
import { grantToken } from './token-grants.ts';

/** A body of the auth API is an address and a few words, in bytes. */
const MAX_BODY_BYTES = 256 * 1024;

const showSettings: AuthRoute = async ({ settings }) =>
  json({
    external: { email: true, google: true, github: true, phone: false, anonymous_users: false },
    disable_signup: !settings.allowSignUp,
    mailer_autoconfirm: !settings.confirmEmail,
    phone_autoconfirm: false,
  });

/** `:id` stands for one part of a path. */
const routes: Readonly<Record<string, AuthRoute>> = {
  'GET /.well-known/jwks.json': async ({ tokens }) => json(tokens.jwks),
  'GET /health': async () => json({ name: 'GoTrue', description: 'the embedded cloud', version: 'local' }),
  'GET /settings': showSettings,
  'POST /signup': signUp,
  'POST /token': grantToken,
  'GET /user': showUser,
  'PUT /user': changeUser,
  'GET /reauthenticate': reauthenticate,
  'POST /logout': signOut,
  'POST /otp': sendOtp,
  'POST /recover': sendRecovery,
  'POST /resend': resend,
  'POST /verify': verifyCode,
  'GET /verify': verifyLink,
  'GET /authorize': authorize,
  'GET /callback': callback,
  'GET /admin/users': listUsers,
  'POST /admin/users': createUserAsAdmin,
  'GET /admin/users/:id': showUserAsAdmin,
  'PUT /admin/users/:id': changeUserAsAdmin,
  'DELETE /admin/users/:id': deleteUser,
};

/** Those a browser opens from a link, which cannot carry a key. */
const openRoutes = new Set([
  'GET /.well-known/jwks.json',
  'GET /health',
  'GET /verify',
  'GET /authorize',
  'GET /callback',
]);

/**
 * The auth service.
 * @param path what follows `/auth/v1`
 */
export async function handleAuth(
  context: AuthContext,
  request: Request,
  path: string,
  peer: Peer,
): Promise<Response> {
  const [, admin, id] = /^(\/admin\/users\/)([^/]+)$/.exec(path) ?? [];
  const name = `${request.method} ${admin ? `${admin}:id` : path}`;
  const route = routes[name];
  if (!openRoutes.has(name) && roleOfKey(context.keys, request.headers.get('apikey')) === undefined) {
    throw authError(401, 'no_authorization', 'Invalid API key');
  }
  if (!route) throw unsupported(`${request.method} /auth/v1${path}`);
  const address = addressOf(request, peer);
  const limiter = Object.entries(limiters).find(([limited]) => limited === name)?.[1];
  if (limiter) context.limits.countRequest(limiter, address);
  const response = await route(context, {
    headers: request.headers,
    search: new URL(request.url).searchParams,
    body: parseJson(request.body ? await readText(request, MAX_BODY_BYTES) : ''),
    params: { id: id ?? '' },
    peerAddress: address,
  });
  response.headers.set('x-supabase-api-version', API_VERSION);
  return response;
}

/** Whoever asks through a proxy is told apart by what it says of them. */
function addressOf(request: Request, peer: Peer): string {
  const forwarded = request.headers.get('x-forwarded-for')?.split(',', 1)[0]?.trim() ?? '';
  return isIP(forwarded) === 0 ? peer.address : forwarded;
}

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw authError(400, 'bad_json', 'Could not parse request body as JSON');
  }
}
