import { z } from 'zod';
import { json } from '../http/respond.ts';
import { unsupported } from '../http/http-error.ts';
import { authError } from './auth-error.ts';
import type { AuthCall, AuthContext, AuthRoute } from './context.ts';
import { finishFlow } from './flows.ts';
import { isPassword } from './passwords.ts';
import { email, readBody } from './read-body.ts';
import { refreshSession, startSession } from './sessions.ts';
import { findUserByEmail } from './users.ts';

const passwordSchema = z.object({ email, password: z.string().max(200) });
const refreshSchema = z.object({ refresh_token: z.string().min(1).max(200) });
const pkceSchema = z.object({ auth_code: z.uuid(), code_verifier: z.string().min(1).max(200) });

/** `POST /token`: a session for a password, a refresh token, or the code of a flow. */
export const grantToken: AuthRoute = async (context, call) => {
  const type = call.search.get('grant_type');
  if (type === 'password') return json(await grantForPassword(context, call));
  if (type === 'refresh_token') {
    const { refresh_token: token } = readBody(refreshSchema, call.body);
    return json(await refreshSession(context, call, token));
  }
  if (type === 'pkce') return json(await grantForCode(context, call));
  throw unsupported(`the grant type ${type ?? '(none)'}`);
};

async function grantForPassword(context: AuthContext, call: AuthCall): Promise<unknown> {
  const { email: address, password } = readBody(passwordSchema, call.body);
  const user = await findUserByEmail(context.database.query, address);
  if (!(await isPassword(password, user?.encrypted_password)) || !user) {
    throw authError(400, 'invalid_credentials', 'Invalid login credentials');
  }
  if (!user.email_confirmed_at) throw authError(400, 'email_not_confirmed', 'Email not confirmed');
  return await context.database.transaction(
    async (query) => await startSession(context, query, call, user.id, 'password'),
  );
}

async function grantForCode(context: AuthContext, call: AuthCall): Promise<unknown> {
  const { auth_code: code, code_verifier: verifier } = readBody(pkceSchema, call.body);
  return await context.database.transaction(async (query) => {
    const { userId, method } = await finishFlow(query, code, verifier);
    return await startSession(context, query, call, userId, method);
  });
}
