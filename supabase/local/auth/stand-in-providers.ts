import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { escapeHtml } from '../http/html.ts';
import { HttpError } from '../http/http-error.ts';
import { redirect } from '../http/respond.ts';

export const providerNames = ['google', 'github'] as const;
export type ProviderName = (typeof providerNames)[number];
/** What a provider tells of whoever signed in there. */
export type Profile = {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly full_name: string;
  readonly user_name: string;
};
export type StandInProviders = {
  /** The address of a provider's own page, which leads back to `callback`. */
  authorizeUrl(provider: ProviderName, callback: string, state: string, hint: string | null): string;
  /** @returns undefined for a code that is unknown or used */
  exchange(provider: ProviderName, code: string): Profile | undefined;
  /** The pages themselves. */
  handle(request: Request): Promise<Response>;
};

const labels: Readonly<Record<ProviderName, string>> = { google: 'Google', github: 'GitHub' };
const formSchema = z.object({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(80),
  verified: z.literal('on').optional(),
  decision: z.enum(['allow', 'deny']),
});

/**
 * Pages that stand in for Google's and GitHub's: whoever signs in says who they are. They follow the same protocol, so
 * the app goes through the same steps.
 * @param base where the pages are served, without a slash at its end
 * @param callback the only address they lead back to
 */
export function createStandInProviders(base: string, callback: string): StandInProviders {
  const codes = new Map<string, { readonly provider: ProviderName; readonly profile: Profile }>();

  function decide(provider: ProviderName, state: string, form: z.infer<typeof formSchema>): Response {
    const back = new URL(callback);
    back.searchParams.set('state', state);
    if (form.decision === 'deny') {
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set('error_description', 'The person did not agree');
    } else {
      const code = randomUUID();
      codes.set(code, { provider, profile: makeProfile(provider, form) });
      back.searchParams.set('code', code);
    }
    return redirect(back.href);
  }

  return {
    authorizeUrl: (provider, redirectUri, state, hint) => {
      const url = new URL(`${base}/${provider}`);
      url.search = new URLSearchParams({
        redirect_uri: redirectUri,
        state,
        response_type: 'code',
      }).toString();
      if (hint) url.searchParams.set('login_hint', hint);
      return url.href;
    },
    exchange: (provider, code) => {
      const known = codes.get(code);
      codes.delete(code);
      return known?.provider === provider ? known.profile : undefined;
    },
    handle: async (request) => {
      const url = new URL(request.url);
      const provider = providerNames.find((name) => url.href.startsWith(`${base}/${name}?`));
      const state = url.searchParams.get('state');
      if (!provider || !state || url.searchParams.get('redirect_uri') !== callback) {
        throw new HttpError(400, 'bad request', { message: 'This page is reached by signing in.' });
      }
      if (request.method === 'GET') return showPage(provider, url.searchParams.get('login_hint'));
      const form = formSchema.safeParse(Object.fromEntries(await request.formData()));
      return form.success
        ? decide(provider, state, form.data)
        : showPage(provider, null, 'Give a name and an email.');
    },
  };
}

/** The same address is the same person at the same provider, whenever they come back. */
function makeProfile(provider: ProviderName, form: z.infer<typeof formSchema>): Profile {
  const email = form.email.toLowerCase();
  const sub = createHash('sha256').update(`${provider}:${email}`).digest('hex').slice(0, 21);
  const userName = (email.split('@', 1)[0] ?? '').replaceAll(/[^a-z0-9-]/g, '-');
  return { sub, email, email_verified: form.verified === 'on', full_name: form.name, user_name: userName };
}

function showPage(provider: ProviderName, hint: string | null, problem = ''): Response {
  const label = labels[provider];
  const email = escapeHtml(hint ?? `someone@${provider}.example`);
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Stand-in for ${label}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:24rem;margin:12vh auto;padding:0 1rem}
label{display:block;margin:.75rem 0}input:not([type=checkbox]){display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem}
button{font:inherit;padding:.5rem 1rem;margin-right:.5rem}</style>
<h1>Stand-in for ${label}</h1>
<p>This is not ${label}. The embedded cloud asks who you want to be; nothing leaves this machine.</p>
<p role="alert">${escapeHtml(problem)}</p>
<form method="post">
<label>Email <input name="email" type="email" required value="${email}"></label>
<label>Name <input name="name" required maxlength="80" value="Someone"></label>
<label><input name="verified" type="checkbox" checked> ${label} has verified this email</label>
<button name="decision" value="allow">Continue</button>
<button name="decision" value="deny" formnovalidate>Cancel</button>
</form></html>`;
  return new Response(page, {
    status: problem ? 422 : 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
  });
}
