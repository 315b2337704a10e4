import { expect } from 'vitest';
import { Stripe } from 'stripe';
import type { HttpDouble } from '../../../tests/doubles/http-double.ts';
import { startOpenAIDouble } from '../../../tests/doubles/openai.ts';
import { startReplicateDouble, type ReplicateDouble } from '../../../tests/doubles/replicate.ts';
import { type Person, startTestCloud, type TestCloud } from '../../local/contract/harness.ts';
import type { EngineChoice } from '../../local/database/open-engine.ts';
import { serve } from '../../local/http/serve.ts';
import { startStripe, type StripeStandIn } from '../../local/stripe/server.ts';
import { makeProducts, tellDatabase } from '../../stripe/products.ts';
import { type Functions, openFunctions } from './functions.ts';

const webhookSecret = 'whsec_test';

/** The functions over the embedded cloud, with providers, Stripe and mail that answer over real HTTP. */
export type Service = {
  readonly cloud: TestCloud;
  readonly functions: Functions;
  readonly openai: HttpDouble;
  readonly replicate: ReplicateDouble;
  readonly stripe: StripeStandIn;
  readonly close: () => Promise<void>;
};

export async function openService(engine: EngineChoice): Promise<Service> {
  const cloud = await startTestCloud(engine);
  await cloud.cloud.database.query(`update public.models set enabled = true where provider = 'sketch'`);
  const openai = await startOpenAIDouble();
  const replicate = await startReplicateDouble();
  const hook = await serve({ host: '127.0.0.1', port: 0 }, (request) => functions.handle(request));
  const stripe = await startStripe({
    port: 0,
    file: null,
    webhook: { url: `${hook.url}/functions/v1/stripe-webhook`, secret: webhookSecret },
  });
  const functions = await openFunctions(cloud, {
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: `${openai.url}/v1`,
    REPLICATE_API_TOKEN: 'r8_test',
    REPLICATE_BASE_URL: `${replicate.url}/v1`,
    REPLICATE_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
    STRIPE_SECRET_KEY: 'sk_test_x',
    STRIPE_API_BASE: stripe.url,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    SITE_URL: 'http://127.0.0.1:1/site',
    MAIL_URL: `smtp://${cloud.cloud.smtp.host}:${cloud.cloud.smtp.port}`,
    MAIL_FROM: 'VideoPicAI <hello@videopicai.example>',
    SUPPORT_ADDRESS: 'team@videopicai.example',
  });
  const { hostname, port } = new URL(stripe.url);
  const client = new Stripe('sk_test_x', { host: hostname, port, protocol: 'http', telemetry: false });
  await tellDatabase(cloud.admin, await makeProducts(client));
  return {
    cloud,
    functions,
    openai,
    replicate,
    stripe,
    async close() {
      await stripe.close();
      await hook.close();
      await openai.close();
      await replicate.close();
      await cloud.stop();
    },
  };
}

/** Somebody who has accepted the policy. */
export async function newMember(cloud: TestCloud): Promise<Person> {
  const person = await cloud.person();
  const { error } = await person.client.rpc('accept_terms', {
    p_version: '2026-01-31',
    p_age_confirmed: true,
  });
  expect(error).toBeNull();
  return person;
}

export async function credits({ client }: Person) {
  const { data, error } = await client
    .from('accounts')
    .select('id, plan, plan_available, pack_available, held, debt, frozen_reason')
    .single();
  expect(error).toBeNull();
  return data;
}
