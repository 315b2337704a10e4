import { redirect } from '../http/respond.ts';

/** Sends the browser back to who began a sign-in, with the code of its flow. */
export function comeBackWithCode(to: string, code: string): Response {
  const url = new URL(to);
  url.searchParams.set('code', code);
  return redirect(url.href);
}

/** Sends the browser back with the session itself, for a client that began without PKCE. */
export function comeBackWithSession(
  to: string,
  session: Readonly<Record<string, unknown>>,
  type: string,
): Response {
  const url = new URL(to);
  const fields = ['access_token', 'expires_at', 'expires_in', 'refresh_token', 'token_type'];
  const hash = new URLSearchParams(fields.map((name) => [name, String(session[name])]));
  if (type) hash.set('type', type);
  url.hash = hash.toString();
  return redirect(url.href);
}

/** Sends the browser back with words for the person, and no session. */
export function comeBackWithMessage(to: string, message: string, isPkce: boolean): Response {
  const url = new URL(to);
  if (isPkce) url.searchParams.set('message', message);
  url.hash = new URLSearchParams({ message }).toString();
  return redirect(url.href);
}

/** Sends the browser back with what went wrong: in the fragment, and with PKCE in the query as well. */
export function comeBackWithError(
  to: string,
  error: { readonly error: string; readonly code: string; readonly description: string },
  isPkce: boolean,
): Response {
  const url = new URL(to);
  const fields = { error: error.error, error_code: error.code, error_description: error.description };
  if (isPkce) for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  url.hash = new URLSearchParams(fields).toString();
  return redirect(url.href);
}
