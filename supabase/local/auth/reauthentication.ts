import { json } from '../http/respond.ts';
import { authError } from './auth-error.ts';
import type { AuthRoute } from './context.ts';
import { composeMail } from './mails.ts';
import { beforeMail, makeToken } from './one-time-tokens.ts';
import { requireUser } from './sessions.ts';

/** `GET /reauthenticate`: mails a signed-in person the code with which an old session may change the password. */
export const reauthenticate: AuthRoute = async (context, call) => {
  const { user } = await requireUser(context, call);
  const { database, settings } = context;
  const { email } = user;
  if (!email || !user.email_confirmed_at) {
    throw authError(422, 'email_not_confirmed', 'Please verify your email first.');
  }
  const { code } = await database.transaction(async (query) => {
    await beforeMail(context, query, user.id, 'reauthentication_sent_at');
    return await makeToken(query, user.id, 'reauthentication_token', email, false);
  });
  const values = { to: email, email, code, link: null, siteUrl: settings.siteUrl };
  await context.sendMail(composeMail(settings.mailTemplates.reauthentication, values));
  return json({});
};
