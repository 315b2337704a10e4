// That DEPLOY.md is true: its lists are those of the code, its SQL runs, and its commands exist.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { findCli, listCommands } from './support/cli.ts';
import { type Cloud, openCloud } from './support/cloud.ts';
import { listFunctions, listStripeEvents, settingsOf } from './support/deployment.ts';

const supabase = join(import.meta.dirname, '..');
const page = readFileSync(join(supabase, 'DEPLOY.md'), 'utf8');
const config = readFileSync(join(supabase, 'config.toml'), 'utf8');
const products = readFileSync(join(supabase, 'stripe/products.ts'), 'utf8');

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 60_000);
afterAll(async () => await cloud.close());

/** The cells of the table whose first column is called so, without its head. */
function table(firstColumn: string): readonly (readonly string[])[] {
  const [, rows = ''] =
    new RegExp(`^\\| ${firstColumn} \\|.*\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)`, 'm').exec(page) ?? [];
  return rows
    .trimEnd()
    .split('\n')
    .map((row) => row.slice(2, -2).split(' | '));
}

/** What stands in backquotes. */
function named(text = ''): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

/** The blocks of code of one language. */
function blocks(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^ *\`\`\`${language}\\n(.+?)\`\`\``, 'gms'))].map(
    ([, text = '']) => text,
  );
}

test('every setting that a function reads is there, with the functions that read it', () => {
  const readers = new Map<string, string[]>();
  for (const name of listFunctions()) {
    for (const setting of settingsOf(name)) readers.set(setting, [...(readers.get(setting) ?? []), name]);
  }
  expect(readers.size).toBeGreaterThan(10);
  const said = table('secret').map(([name, , by]) => [named(name)[0], named(by)]);
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(readers));
});

test('no setting is named that nobody reads', () => {
  const known = new Set([
    ...listFunctions().flatMap(settingsOf),
    ...[...config.matchAll(/env\(([A-Z_]+)\)/g)].map(([, name = '']) => name),
    ...[...products.matchAll(/(?:setting\(|env\[)'([A-Z_]+)'/g)].map(([, name = '']) => name),
    // The platform's own.
    'SUPABASE_URL',
    'SUPABASE_PUBLISHABLE_KEYS',
    'SUPABASE_SECRET_KEYS',
    'SUPABASE_JWKS',
  ]);
  const mentioned = new Set(page.match(/\b[A-Z][A-Z\d]*(?:_[A-Z\d]+)+\b/g));
  for (const name of mentioned) expect(known, name).toContain(name);
  for (const name of known) expect(mentioned, name).toContain(name);
});

test('every function is there, and deployed without the platform’s own check', () => {
  const functions = [...listFunctions()].toSorted();
  expect(functions.length).toBeGreaterThan(10);
  expect(
    table('function')
      .flatMap(([name]) => named(name))
      .toSorted(),
  ).toEqual(functions);
  const { functions: settings } = z
    .object({ functions: z.record(z.string(), z.strictObject({ verify_jwt: z.literal(false) })) })
    .parse(parse(config));
  expect(Object.keys(settings).toSorted()).toEqual(functions);
});

test('Stripe sends the events that are acted on, in the version they are read in', () => {
  const asked = [...page.matchAll(/enabled_events\[\]=([\w.]+)/g)].map(([, event = '']) => event);
  expect(asked).toEqual(listStripeEvents());
  expect(asked.length).toBeGreaterThan(10);
  expect(page).toContain(`api_version=${Stripe.API_VERSION} `);
});

test('every bucket and every job of the schedule is there', async () => {
  const buckets = await cloud.rows<{ id: string }>('owner', 'select id from storage.buckets');
  expect(
    table('bucket')
      .flatMap(([name]) => named(name))
      .toSorted(),
  ).toEqual(buckets.map(({ id }) => id).toSorted());
  const jobs = await cloud.rows<{ jobname: string }>('owner', 'select jobname from cron.job');
  expect(
    table('job')
      .flatMap(([name]) => named(name))
      .toSorted(),
  ).toEqual(jobs.map(({ jobname }) => jobname).toSorted());
});

test('sign-ins come back to the addresses that are allowed', () => {
  const { auth } = z
    .object({ auth: z.object({ additional_redirect_urls: z.array(z.string()) }) })
    .parse(parse(config));
  expect(table('address').flatMap(([name]) => named(name))).toEqual(auth.additional_redirect_urls);
  const builder = readFileSync(join(supabase, '../electron-builder.yml'), 'utf8');
  const [, scheme] = /schemes: \[(\w+)\]/.exec(builder) ?? [];
  expect(auth.additional_redirect_urls).toContain(`${scheme}://**`);
});

test('its SQL runs', async () => {
  const statements = blocks('sql').flatMap((block) =>
    block.split(/;\n/).filter((part) => part.trim() !== ''),
  );
  expect(statements.length).toBeGreaterThan(7);
  for (const statement of statements) {
    await expect(cloud.rows('owner', statement), statement).resolves.toBeDefined();
  }
  const secrets = await cloud.rows(
    'owner',
    `select name, decrypted_secret from vault.decrypted_secrets order by name`,
  );
  expect(secrets).toEqual([
    { name: 'project_url', decrypted_secret: 'https://<ref>.supabase.co' },
    { name: 'secret_key', decrypted_secret: '<new secret key>' },
  ]);
});

test('its links, files and scripts exist', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(supabase, '../package.json'), 'utf8')));
  for (const [, name = ''] of page.matchAll(/npm run ([\w:]+)/g))
    expect(Object.keys(scripts)).toContain(name);
  for (const [, path = ''] of page.matchAll(/\]\((?!https:)([^)]+)\)/g))
    expect(existsSync(join(supabase, path)), path).toBe(true);
  for (const path of ['config.toml', 'seed.sql', 'templates', 'stripe/products.ts', 'tests/deploy.test.ts']) {
    expect(page).toContain(path);
    expect(existsSync(join(supabase, path)), path).toBe(true);
  }
});

test.skipIf(findCli() === undefined)(
  'its commands exist, with their options',
  async () => {
    const options = new Map<string, Set<string>>();
    for (const command of page.match(/(?<=^ *|`)supabase [a-z][^`\n]+/gm) ?? []) {
      const [, ...words] = command.split(' ');
      const end = words.findIndex((word) => !/^[a-z][a-z-]+$/.test(word));
      const name = words.slice(0, end === -1 ? words.length : end).join(' ');
      const used = words.filter((word) => word.startsWith('--'));
      options.set(name, new Set([...(options.get(name) ?? []), ...used]));
    }
    expect(options.size).toBeGreaterThan(12);
    const commands = await listCommands();
    for (const [name, used] of options) {
      const known = commands.get(name);
      expect(known, name).toBeDefined();
      expect([...(known ?? [])], name).toEqual(expect.arrayContaining([...used]));
    }
  },
  120_000,
);
