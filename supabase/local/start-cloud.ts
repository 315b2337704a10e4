import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Stripe } from 'stripe';
import { makeProducts } from '../stripe/products.ts';
import { createRateLimits } from './auth/rate-limits.ts';
import { createStandInProviders } from './auth/stand-in-providers.ts';
import { readAuthSettings, readMaxFileBytes, readMaxRows } from './config.ts';
import { createTokens } from './auth/tokens.ts';
import { openDataFolder } from './data-folder.ts';
import { openDrawing } from './drawing.ts';
import { startCron } from './cron/cron.ts';
import type { Database } from './database/database.ts';
import { type EngineChoice, openEngine } from './database/open-engine.ts';
import { lockFolder } from './folder-lock.ts';
import { startEdgeFunctions } from './functions/edge-functions.ts';
import { createGalleryPages } from './gallery-pages.ts';
import { createGateway, STAND_IN_PATH } from './gateway.ts';
import { type Handler, serve } from './http/serve.ts';
import { startMailCatcher } from './mail/mail-catcher.ts';
import { createMailSender } from './mail/send-mail.ts';
import { type ProviderLine, startProviderStandIns } from './providers/stand-ins.ts';
import { startRealtime } from './realtime/realtime.ts';
import { createRest } from './rest/rest.ts';
import { openFiles } from './storage/files.ts';
import { createLinks } from './storage/links.ts';
import { createStorage } from './storage/storage.ts';
import { createSite } from './site.ts';
import { startStripe } from './stripe/server.ts';
import { allSql, hashSql, migrate } from './migrate.ts';

/** Where `npm run build:site` puts the pages. */
const siteFolder = join(import.meta.dirname, '../../dist/site');

/** The ports that `supabase start` uses. */
export const usualPorts = { gateway: 54_321, mailWeb: 54_324, mailSmtp: 54_325, stripe: 54_326 } as const;
type Ports = { readonly [name in keyof typeof usualPorts]: number };

export type CloudOptions = {
  /** Loopback; anything else is refused. */
  readonly host: string;
  /** 0 for any free one. */
  readonly ports: Ports;
  /** Holds a folder for each version of the SQL. */
  readonly dataRoot: string;
  /** Begins without what is there. */
  readonly fresh: boolean;
  readonly engine?: EngineChoice | undefined;
  /** A server of Postgres to use instead of an own one. */
  readonly databaseUrl?: string | undefined;
  /** Real providers' keys, by the names that the functions know; a provider without one gets a stand-in. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The time in milliseconds. */
  readonly now: () => number;
  readonly say: (sentence: string) => void;
};
export type Cloud = {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly mailUrl: string;
  readonly stripeUrl: string;
  /** Stand-in or real, as people are told. */
  readonly providers: readonly ProviderLine[];
  readonly smtp: { readonly host: string; readonly port: number };
  readonly folder: string;
  readonly database: Database;
  /** Resolves with a sentence when a part has ended by itself, or was told to by `stop`. */
  readonly ended: Promise<string>;
  /** Ends everything in the reverse order of its start; what was written is kept. */
  stop(): Promise<void>;
};

/**
 * Starts the embedded cloud: database, migrations, mail catcher, gateway, stand-ins for Stripe and the
 * providers, edge functions, cron.
 * @throws when the host is not loopback, the folder is in use, a port is taken, or a migration fails; nothing is left
 *   running then
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const running: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of running.splice(0).toReversed()) await end();
  };
  try {
    return await start(options, running, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: CloudOptions,
  running: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Cloud> {
  const { host, ports, now, say } = options;
  const sql = allSql();
  const lock = await lockFolder(join(options.dataRoot));
  running.push(lock.release);
  const { folder, secrets } = await openDataFolder(options.dataRoot, hashSql(sql), options.fresh);
  const database = await openEngine({ ...options, folder, password: secrets.databasePassword });
  running.push(database.close);
  await migrate(database, sql);

  const catcher = await startMailCatcher(host, { smtp: ports.mailSmtp, web: ports.mailWeb });
  running.push(catcher.close);
  const sender = createMailSender(catcher.smtp);
  running.push(async () => sender.close());

  // The gateway's address is part of what its services say, so it listens before they are made.
  let handle: Handler = async () => new Response(null, { status: 503 });
  const gateway = await serve(
    { host, port: ports.gateway },
    async (request, peer) => await handle(request, peer),
  );
  running.push(gateway.close);
  const issuer = `${gateway.url}/auth/v1`;
  const settings = readAuthSettings();
  const tokens = await createTokens(secrets.signingKey, issuer, settings.accessTokenSeconds, now);
  const providers = createStandInProviders(`${gateway.url}${STAND_IN_PATH}`, `${issuer}/callback`);
  const limits = createRateLimits(settings, now);
  const auth = {
    database,
    keys: secrets,
    settings,
    tokens,
    providers,
    issuer,
    limits,
    sendMail: sender.send,
    now,
  };
  const report = (error: unknown): void =>
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const context = { database, keys: secrets, tokens };
  const rest = await createRest({ ...context, maxRows: readMaxRows() });
  const realtime = await startRealtime({ ...context, now }, gateway.server);
  running.push(realtime.close);
  const storage = createStorage({
    ...context,
    files: await openFiles(join(folder, 'files')),
    links: createLinks(secrets.linkKey, now),
    maxFileBytes: readMaxFileBytes(),
    now,
  });
  const stripeSecret = `whsec_${randomBytes(24).toString('hex')}`;
  const stripe = await startStripe({
    port: ports.stripe,
    file: join(folder, 'stripe.json'),
    webhook: { url: `${gateway.url}/functions/v1/stripe-webhook`, secret: stripeSecret },
  });
  running.push(stripe.close);
  const drawing = openDrawing();
  running.push(drawing.close);
  const standIns = await startProviderStandIns(options.env, await clipModels(database), drawing);
  running.push(standIns.close);
  const functions = await startEdgeFunctions(
    {
      SUPABASE_URL: gateway.url,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: secrets.publishableKey }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: secrets.secretKey }),
      SUPABASE_JWKS: JSON.stringify(tokens.jwks),
      SITE_URL: gateway.url,
      PUBLIC_FUNCTIONS_URL: `${gateway.url}/functions/v1`,
      MAIL_URL: `smtp://${catcher.smtp.host}:${catcher.smtp.port}`,
      MAIL_FROM: 'VideoPicAI <no-reply@videopicai.example>',
      SUPPORT_ADDRESS: 'support@videopicai.example',
      STRIPE_SECRET_KEY: 'sk_test_local',
      STRIPE_API_BASE: stripe.url,
      STRIPE_WEBHOOK_SECRET: stripeSecret,
      ...standIns.settings,
    },
    say,
  );
  running.push(functions.stop);
  const site = createSite(siteFolder, `${gateway.url}/functions/v1`);
  const gallery = createGalleryPages({ url: gateway.url, publishableKey: secrets.publishableKey });
  handle = createGateway({ auth, rest, storage, functions: functions.call, gallery, site }, report);
  await sellProducts(database, stripe.url);
  await tellDatabase(database, gateway.url, secrets.secretKey);
  const cron = startCron(database, now, say);
  running.push(cron.stop);
  return {
    url: gateway.url,
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
    mailUrl: catcher.url,
    stripeUrl: stripe.url,
    providers: standIns.described,
    smtp: catcher.smtp,
    folder,
    database,
    ended: Promise.race([
      functions.ended.then(() => 'The edge functions have ended.'),
      (database.ended ?? new Promise(() => undefined)).then(() => 'Postgres has ended.'),
    ]),
    stop,
  };
}

/** Models that make clips, by their providers' names. */
async function clipModels(database: Database): Promise<ReadonlySet<string>> {
  const { rows } = await database.query(`select slug from public.models where media = 'video'`);
  return new Set(rows.map(({ slug }) => String(slug)));
}

/** What the deployment's script does once at the real Stripe. */
async function sellProducts(database: Database, stripeUrl: string): Promise<void> {
  const { hostname, port } = new URL(stripeUrl);
  const stripe = new Stripe('sk_test_local', { host: hostname, port, protocol: 'http', telemetry: false });
  for (const [lookup, price] of await makeProducts(stripe))
    await database.query('select private.svc_stripe_price_set($1, $2)', [lookup, price]);
}

/** Where the database's own calls of functions go, which a deployment puts into Vault once. */
async function tellDatabase(database: Database, url: string, secretKey: string): Promise<void> {
  for (const [name, value] of [
    ['project_url', url],
    ['secret_key', secretKey],
  ]) {
    await database.query('delete from vault.secrets where name = $1', [name]);
    await database.query('select vault.create_secret($1, $2)', [value, name]);
  }
}
