import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';

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

/** The parts of config.toml that decide how the services answer, with the command line's own defaults. */
const configSchema = z.object({
  api: z.object({ max_rows: z.int().positive().default(1_000) }).prefault({}),
  storage: z.object({ file_size_limit: bytes.default(50 * 2 ** 20) }).prefault({}),
  auth: z
    .object({
      site_url: z.string().default('http://127.0.0.1:3000'),
      additional_redirect_urls: z.array(z.string()).default([]),
      jwt_expiry: z.int().positive().default(3_600),
      refresh_token_reuse_interval: z.int().nonnegative().default(10),
      enable_signup: z.boolean().default(true),
      minimum_password_length: z.int().min(6).default(6),
      password_requirements: z.enum(['', 'letters_digits']).default(''),
      email: z
        .object({
          enable_signup: z.boolean().default(true),
          enable_confirmations: z.boolean().default(false),
          secure_password_change: z.boolean().default(false),
          max_frequency: span.default(1),
          otp_length: z.literal(6).default(6),
          otp_expiry: z.int().positive().default(3_600),
        })
        .prefault({}),
    })
    .prefault({}),
});

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
  /** A session older than a day must prove itself before it changes the password. */
  readonly securePasswordChange: boolean;
  /** Between two mails of a kind to the same person. */
  readonly mailEverySeconds: number;
  /** Life of links and six-digit codes. */
  readonly otpSeconds: number;
};

/** @throws when config.toml asks for something the embedded cloud does not know */
function readConfig(): z.output<typeof configSchema> {
  const file = join(import.meta.dirname, '../config.toml');
  return configSchema.parse(existsSync(file) ? parse(readFileSync(file, 'utf8')) : {});
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
    securePasswordChange: auth.email.secure_password_change,
    mailEverySeconds: auth.email.max_frequency,
    otpSeconds: auth.email.otp_expiry,
  };
}
