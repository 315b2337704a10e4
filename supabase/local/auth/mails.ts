import type { MailTemplate } from '../config.ts';
import { escapeHtml } from '../http/html.ts';
import type { Mail } from '../mail/send-mail.ts';

/**
 * The mail a hosted project would send: the project's own template, with the variables of
 * https://supabase.com/docs/guides/auth/auth-email-templates.
 * @param values `to` may be another address than the account's own, which `Email` is
 * @throws when a template uses a variable that is not known here
 */
export function composeMail(
  { subject, html: template }: MailTemplate,
  values: {
    readonly to: string;
    readonly email: string;
    readonly newEmail?: string;
    readonly code: string;
    readonly tokenHash?: string;
    /** Null: the code alone counts. */
    readonly link: string | null;
    readonly redirectTo?: string;
    readonly siteUrl: string;
  },
): Mail {
  const variables: Readonly<Record<string, string>> = {
    ConfirmationURL: values.link ?? '',
    Token: values.code,
    TokenHash: values.tokenHash ?? '',
    SiteURL: values.siteUrl,
    RedirectTo: values.redirectTo ?? '',
    Email: values.email,
    NewEmail: values.newEmail ?? '',
  };
  const html = template.replaceAll(/\{\{\s*\.(\w+)\s*\}\}/g, (_whole, name: string) => {
    const value = variables[name];
    if (value === undefined)
      throw new Error(`The template of “${subject}” uses {{ .${name} }}, which is not known here.`);
    return escapeHtml(value);
  });
  const way =
    values.link === null
      ? `Enter this code: ${values.code}`
      : `${values.link}\n\nOr enter this code: ${values.code}`;
  return { to: values.to, subject, text: `${subject}\n\n${way}\n`, html };
}
