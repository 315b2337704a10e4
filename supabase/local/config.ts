import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';

/** Of the project: config.toml's paths begin there. */
const root = join(import.meta.dirname, '../..');

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
]);
/** As config.toml writes spans of time: `30s`, `1m`. */
const span = z
  .string()
  .regex(/^\d+[smh]$/)
  .transform((text) => Number.parseInt(text, 10) * (unitSeconds.get(text.slice(-1)) ?? 1));

/** As config.toml writes sizes: `200MiB`. */
const bytes = z
  .string()
  .regex(/^\d+[KMG]iB$/)
  .transform((text) => Number.parseInt(text, 10) * 2 ** (10 * ('KMG'.indexOf(text.slice(-3, -2)) + 1)));

/** The mails with a code, by config.toml's names for their templates. */
const mailKinds = ['confirmation', 'magic_link', 'recovery', 'email_change', 'reauthentication'] as const;
const template = z.object({ subject: z.string(), content_path: z.string() });

/** The parts of config.toml that decide how the services answer, with the command line's own defaults. */
const configSchema = z.object({
  api: z.object({ max_rows: z.int().positive().default(1_000) }).prefault({}),
  storage: z.object({ file_size_limit: bytes.default(50 * 2 ** 20) }).prefault({}),
  auth: z.object({
    site_url: z.string().default('http://127.0.0.1:3000'),
    additional_redirect_urls: z.array(z.string()).default([]),
    jwt_expiry: z.int().positive().default(3_600),
    refresh_token_reuse_interval: z.int().nonnegative().default(10),
    enable_signup: z.boolean().default(true),
    minimum_password_length: z.int().min(6).default(6),
    password_requirements: z.enum(['', 'letters_digits']).default(''),
    rate_limit: z
      .object({
        email_sent: z.int().positive().default(2),
        sign_in_sign_ups: z.int().positive().default(30),
        token_refresh: z.int().positive().default(150),
        token_verifications: z.int().positive().default(30),
      })
      .prefault({}),
    email: z.object({
      enable_signup: z.boolean().default(true),
      enable_confirmations: z.boolean().default(false),
      double_confirm_changes: z.boolean().default(true),
      secure_password_change: z.boolean().default(false),
      max_frequency: span.default(1),
      otp_length: z.literal(6).default(6),
      otp_expiry: z.int().positive().default(3_600),
      template: z.record(z.enum(mailKinds), template),
    }),
  }),
});

export type MailTemplate = {
  readonly subject: string;
  /** With GoTrue's variables, such as `{{ .Token }}`. */
  readonly html: string;
};

export type AuthSettings = {
  /** Where a link leads that names no allowed address. */
  readonly siteUrl: string;
  /** `*` stops at a dot or a slash, `**` does not. */
  readonly redirectUrls: readonly string[];
  readonly accessTokenSeconds: number;
  /** How long a used refresh token still answers with its successor: two windows may refresh at once. */
  readonly refreshReuseSeconds: number;
  readonly allowSignUp: boolean;
  readonly confirmEmail: boolean;
  readonly minPasswordLength: number;
  readonly lettersAndDigits: boolean;
  /** Both addresses are asked when somebody changes theirs. */
  readonly doubleConfirmChanges: boolean;
  /** A session older than a day must prove itself before it changes the password. */
  readonly securePasswordChange: boolean;
  /** Between two mails of a kind to the same person. */
  readonly mailEverySeconds: number;
  /** Life of links and six-digit codes. */
  readonly otpSeconds: number;
  readonly mailTemplates: Readonly<Record<(typeof mailKinds)[number], MailTemplate>>;
  /** Mails in all; the others in five minutes, from one address. */
  readonly rateLimits: {
    readonly mailsPerHour: number;
    readonly signIns: number;
    readonly tokens: number;
    readonly verifications: number;
  };
};

/** @throws when config.toml asks for something the embedded cloud does not know */
function readConfig(): z.output<typeof configSchema> {
  return configSchema.parse(parse(readFileSync(join(root, 'supabase/config.toml'), 'utf8')));
}

function readTemplate({ subject, content_path: path }: z.output<typeof template>): MailTemplate {
  return { subject, html: readFileSync(join(root, path), 'utf8') };
}

/** No answer of the data API holds more rows. */
export function readMaxRows(): number {
  return readConfig().api.max_rows;
}

/** The largest file of any bucket. */
export function readMaxFileBytes(): number {
  return readConfig().storage.file_size_limit;
}

export function readAuthSettings(): AuthSettings {
  const { auth } = readConfig();
  return {
    siteUrl: auth.site_url,
    redirectUrls: auth.additional_redirect_urls,
    accessTokenSeconds: auth.jwt_expiry,
    refreshReuseSeconds: auth.refresh_token_reuse_interval,
    allowSignUp: auth.enable_signup && auth.email.enable_signup,
    confirmEmail: auth.email.enable_confirmations,
    minPasswordLength: auth.minimum_password_length,
    lettersAndDigits: auth.password_requirements === 'letters_digits',
    doubleConfirmChanges: auth.email.double_confirm_changes,
    securePasswordChange: auth.email.secure_password_change,
    mailEverySeconds: auth.email.max_frequency,
    otpSeconds: auth.email.otp_expiry,
    mailTemplates: {
      confirmation: readTemplate(auth.email.template.confirmation),
      magic_link: readTemplate(auth.email.template.magic_link),
      recovery: readTemplate(auth.email.template.recovery),
      email_change: readTemplate(auth.email.template.email_change),
      reauthentication: readTemplate(auth.email.template.reauthentication),
    },
    rateLimits: {
      mailsPerHour: auth.rate_limit.email_sent,
      signIns: auth.rate_limit.sign_in_sign_ups,
      tokens: auth.rate_limit.token_refresh,
      verifications: auth.rate_limit.token_verifications,
    },
  };
}
