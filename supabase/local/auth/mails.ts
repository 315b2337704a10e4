import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../http/html.ts';
import type { Mail } from '../mail/send-mail.ts';

/** The kinds of mail with a code, and the names of their templates. */
export type MailKind = 'confirmation' | 'magic_link' | 'recovery';

const subjects: Readonly<Record<MailKind, string>> = {
  confirmation: 'Confirm your email',
  magic_link: 'Your sign-in link and code',
  recovery: 'Reset your password',
};

const ownTemplate = `<p>{{ .Subject }}</p>
<p><a href="{{ .ConfirmationURL }}">Continue</a></p>
<p>Or enter this code: <strong>{{ .Token }}</strong></p>
<p>Both work once, for an hour. If you did not ask for this, do nothing.</p>`;

/**
 * The mail a hosted project would send: the project's own template where there is one (`supabase/templates/`), with the
 * variables of https://supabase.com/docs/guides/auth/auth-email-templates.
 * @throws when a template uses a variable that is not known here
 */
export function composeMail(
  kind: MailKind,
  values: {
    readonly email: string;
    readonly code: string;
    readonly tokenHash: string;
    readonly link: string;
    readonly redirectTo: string;
    readonly siteUrl: string;
  },
): Mail {
  const variables: Readonly<Record<string, string>> = {
    Subject: subjects[kind],
    ConfirmationURL: values.link,
    Token: values.code,
    TokenHash: values.tokenHash,
    SiteURL: values.siteUrl,
    RedirectTo: values.redirectTo,
    Email: values.email,
  };
  const html = readTemplate(kind).replaceAll(/\{\{\s*\.(\w+)\s*\}\}/g, (_whole, name: string) => {
    const value = variables[name];
    if (value === undefined)
      throw new Error(`The template ${kind} uses {{ .${name} }}, which is not known here.`);
    return escapeHtml(value);
  });
  const text = `${subjects[kind]}\n\n${values.link}\n\nOr enter this code: ${values.code}\n`;
  return { to: values.email, subject: subjects[kind], text, html };
}

function readTemplate(kind: MailKind): string {
  const file = join(import.meta.dirname, '../../templates', `${kind}.html`);
  return existsSync(file) ? readFileSync(file, 'utf8') : ownTemplate;
}
