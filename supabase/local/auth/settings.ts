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

/** The part of config.toml that decides how people sign in, with the command line's own defaults. */
const configSchema = z.object({
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
export function readAuthSettings(
  configFile: string = join(import.meta.dirname, '../../config.toml'),
): AuthSettings {
  const { auth } = configSchema.parse(existsSync(configFile) ? parse(readFileSync(configFile, 'utf8')) : {});
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

/**
 * @param wanted the address a client asked to be sent back to
 * @returns it when it is allowed, else the site's own
 */
export function allowedRedirect(settings: AuthSettings, wanted: string | null | undefined): string {
  if (!wanted || !URL.canParse(wanted)) return settings.siteUrl;
  const isAllowed = [settings.siteUrl, ...settings.redirectUrls].some((glob) =>
    globToRegExp(glob).test(wanted),
  );
  return isAllowed ? wanted : settings.siteUrl;
}

function globToRegExp(glob: string): RegExp {
  const parts = glob.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^./]*';
    return part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('')}$`);
}
