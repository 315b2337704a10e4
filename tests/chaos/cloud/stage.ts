import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Stripe } from 'stripe';
import { z } from 'zod';
import { sendQueuedRequests } from '../../../supabase/local/cron/http-queue.ts';
import { type EdgeFunctions, startEdgeFunctions } from '../../../supabase/local/functions/edge-functions.ts';
import { serve } from '../../../supabase/local/http/serve.ts';
import { type Cloud, startCloud } from '../../../supabase/local/start-cloud.ts';
import { startStripe, type StripeStandIn } from '../../../supabase/local/stripe/server.ts';
import { makeProducts } from '../../../supabase/stripe/products.ts';
import type { HttpDouble } from '../../doubles/http-double.ts';
import { startOpenAIDouble } from '../../doubles/openai.ts';
import { type ReplicateDouble, startReplicateDouble } from '../../doubles/replicate.ts';
import { startTurnstile, type Kill, type Meanwhile, type Turnstile } from './turnstile.ts';

export const replicateSecret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const stripeSecret = 'whsec_chaos';

/** The embedded cloud and all it talks to; its functions are a process of their own that is killed. */
export type Stage = {
  readonly cloud: Cloud;
  readonly openai: HttpDouble;
  readonly replicate: ReplicateDouble;
  readonly stripe: StripeStandIn;
  /** Where the outside reaches the functions, also while they are dead. */
  readonly functionsUrl: string;
  readonly calls: readonly string[];
  readonly killed: boolean;
  /** From now on the process may be killed, once. */
  arm(kill: Kill | null, meanwhile?: Meanwhile): void;
  /** Resolves when the functions have nothing more to do, or are dead. */
  settled(): Promise<void>;
  kill(): Promise<void>;
  /** The functions are there again, and are killed no more. */
  restart(): Promise<void>;
  /** So much time goes by, and everything that runs by itself runs. */
  pass(interval: string): Promise<void>;
  /** What the functions said of failures since the last call. */
  faults(): readonly string[];
  close(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).toReversed()) await end();
  };
  try {
    return await open(closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(closing: (() => Promise<unknown>)[], close: () => Promise<void>): Promise<Stage> {
  const dataRoot = await mkdtemp(join(tmpdir(), 'videopicai-chaos-'));
  // For the account that Postgres runs under where this is root.
  await chmod(dataRoot, 0o711);
  closing.push(() => rm(dataRoot, { recursive: true, force: true, maxRetries: 5 }));
  const said: string[] = [];
  const cloud = await startCloud({
    host: '127.0.0.1',
    ports: { gateway: 0, mailWeb: 0, mailSmtp: 0, stripe: 0 },
    dataRoot,
    fresh: false,
    env: {},
    now: Date.now,
    say: (sentence) => void said.push(sentence),
  });
  closing.push(() => cloud.stop());
  const openai = await startOpenAIDouble();
  const replicate = await startReplicateDouble();
  closing.push(
    () => openai.close(),
    () => replicate.close(),
  );

  let edge: EdgeFunctions | null = null;
  const gone = async () => new Response('nobody is there', { status: 502 });
  // As on a hosted project: calls of a function that died end without an answer of its own.
  const front = await serve({ host: '127.0.0.1', port: 0 }, async (request) =>
    edge ? await edge.call(request).catch(gone) : await gone(),
  );
  closing.push(front.close);
  const stripe = await startStripe({
    port: 0,
    file: null,
    webhook: { url: `${front.url}/functions/v1/stripe-webhook`, secret: stripeSecret },
  });
  closing.push(stripe.close);
  const turnstile = await startTurnstile(
    (path) => targetOf(path, { cloud, front: front.url, openai, replicate, stripe }),
    (text) => text.replaceAll(replicate.url, `${turnstile.url}/replicate`),
  );
  closing.push(turnstile.close);
  const settings = await settingsOf(cloud, turnstile, front.url);
  const runByItself = await takeOver(cloud, front.url, stripe.url);

  let killed = false;
  const kill = async () => {
    killed = true;
    const dying = edge;
    edge = null;
    await dying?.kill();
  };
  const restart = async () => {
    turnstile.arm(null, kill);
    killed = false;
    edge ??= await startEdgeFunctions(settings, (line) => void said.push(line));
  };
  closing.push(async () => await edge?.stop());
  await restart();
  const settled = async () => await edge?.settled().catch(() => undefined);
  return {
    cloud,
    openai,
    replicate,
    stripe,
    functionsUrl: `${front.url}/functions/v1`,
    get calls() {
      return turnstile.calls;
    },
    get killed() {
      return killed;
    },
    arm: (at, meanwhile) => turnstile.arm(at, kill, meanwhile),
    settled,
    kill,
    restart,
    async pass(interval) {
      await age(cloud, interval);
      const called: unknown[] = [];
      const isShort = interval.includes('minute');
      for (const { schedule, command } of runByItself) {
        if (isShort && !schedule.startsWith('*')) continue;
        const { rows } = await cloud.database.query(command);
        called.push(...rows.flatMap((row) => row['call_if_due'] ?? []));
      }
      await answersTo(cloud, called);
      await settled();
    },
    faults: () => said.splice(0).filter((line) => /fail|error|cause/i.test(line)),
    close,
  };
}

type Neighbours = {
  readonly cloud: Cloud;
  readonly front: string;
  readonly openai: HttpDouble;
  readonly replicate: HttpDouble;
  readonly stripe: StripeStandIn;
};

function targetOf(path: string, { cloud, front, openai, replicate, stripe }: Neighbours): string | null {
  if (path.startsWith('/functions/')) return front + path;
  if (/^\/(?:rest|storage|auth)\//.test(path)) return cloud.url + path;
  if (path.startsWith('/openai/')) return openai.url + path.slice('/openai'.length);
  if (path.startsWith('/replicate/')) return replicate.url + path.slice('/replicate'.length);
  return path.startsWith('/v1/') ? stripe.url + path : null;
}

async function settingsOf(cloud: Cloud, turnstile: Turnstile, front: string) {
  const jwks = await fetch(`${cloud.url}/auth/v1/.well-known/jwks.json`);
  return {
    SUPABASE_URL: turnstile.url,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: cloud.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: cloud.secretKey }),
    SUPABASE_JWKS: await jwks.text(),
    SITE_URL: cloud.url,
    PUBLIC_FUNCTIONS_URL: `${front}/functions/v1`,
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: `${turnstile.url}/openai/v1`,
    REPLICATE_API_TOKEN: 'r8_test',
    REPLICATE_BASE_URL: `${turnstile.url}/replicate/v1`,
    REPLICATE_WEBHOOK_SECRET: replicateSecret,
    STRIPE_SECRET_KEY: 'sk_test_x',
    STRIPE_API_BASE: turnstile.url,
    STRIPE_WEBHOOK_SECRET: stripeSecret,
    MAIL_URL: `smtp://${cloud.smtp.host}:${cloud.smtp.port}`,
    MAIL_FROM: 'VideoPicAI <hello@videopicai.example>',
    SUPPORT_ADDRESS: 'team@videopicai.example',
  };
}

const jobs = z.array(z.object({ jobid: z.string(), schedule: z.string(), command: z.string() }));
type Job = z.infer<typeof jobs>[number];

/** Sells at the stage's own Stripe, and takes the clock away from the cloud. @returns what its cron would run */
async function takeOver({ database }: Cloud, front: string, stripeUrl: string): Promise<readonly Job[]> {
  await database.query(`update vault.secrets set secret = $1 where name = 'project_url'`, [front]);
  const { hostname, port } = new URL(stripeUrl);
  const client = new Stripe('sk_test_x', { host: hostname, port, protocol: 'http', telemetry: false });
  for (const [lookup, price] of await makeProducts(client))
    await database.query('select private.svc_stripe_price_set($1, $2)', [lookup, price]);
  // Mails are no money, and would come between the calls.
  await database.query(`select cron.unschedule('mail')`);
  const { rows } = await database.query('select jobid, schedule, command from cron.job order by jobid');
  const scheduled = jobs.parse(rows);
  for (const { jobid } of scheduled) await database.query('select cron.unschedule($1::bigint)', [jobid]);
  return scheduled;
}

/** The cloud's own cron may have taken some of the calls on its way meanwhile. */
async function answersTo({ database }: Cloud, called: readonly unknown[]): Promise<void> {
  await sendQueuedRequests(database);
  for (;;) {
    const { rows } = await database.query('select id from net._http_response where id = any ($1::bigint[])', [
      called,
    ]);
    if (rows.length === called.length) return;
    await setTimeout(10);
  }
}

/** Everything that waits for a time has waited so much longer. */
const waiting: Readonly<Record<string, readonly string[]>> = {
  'public.jobs': ['created_at', 'started_at', 'submitting_at', 'lease_until', 'deadline_at'],
  'public.credit_holds': ['created_at', 'expires_at'],
  'public.accounts': ['anchor', 'plan_period_start', 'plan_period_end'],
  'private.entitlements': ['starts_at', 'paid_until', 'status_at'],
  'public.media': ['created_at', 'reserved_until'],
  'public.posts': ['created_at'],
  'private.deletions': ['requested_at', 'scheduled_for', 'lease_until'],
  'private.doomed_files': ['due_at'],
  'storage.objects': ['created_at'],
};

async function age({ database }: Cloud, interval: string): Promise<void> {
  for (const [table, columns] of Object.entries(waiting)) {
    const set = columns.map((column) => `${column} = ${column} - interval '${interval}'`);
    await database.exec(`update ${table} set ${set.join(', ')}`);
  }
}
