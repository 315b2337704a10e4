import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { expect } from 'vitest';
import { z } from 'zod';
import type { EngineChoice } from '../database/open-engine.ts';
import { type Cloud, startCloud } from '../start-cloud.ts';
import { recordShapes } from './request-shape.ts';

export type TestCloud = {
  readonly cloud: Cloud;
  /** Shapes of the requests that clients of this cloud made. */
  readonly seen: Set<string>;
  /** Somebody's app, before they have signed in. */
  client(): SupabaseClient;
  /** The service, with the secret key. */
  readonly admin: SupabaseClient;
  /** A new person who has signed in, and their app. */
  person(): Promise<Person>;
  /** The newest mail to somebody, waiting for it. */
  mailTo(address: string): Promise<ReceivedMail>;
  stop(): Promise<void>;
};
export type Person = {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly client: SupabaseClient;
  /** Their access token. */
  readonly token: string;
};
type ReceivedMail = {
  readonly text: string;
  readonly html: string;
  readonly code: string;
  /** Empty where there is none. */
  readonly link: string;
};

const mailsSchema = z.array(z.object({ text: z.string(), html: z.string(), subject: z.string() })).min(1);

/**
 * Silent, on free ports, with its data in a folder that goes with it.
 * @param now the time in milliseconds that its services go by; the database has its own
 */
export async function startTestCloud(engine: EngineChoice, now = Date.now): Promise<TestCloud> {
  const dataRoot = await mkdtemp(join(tmpdir(), 'videopicai-cloud-'));
  // For the account that Postgres runs under where this is root.
  await chmod(dataRoot, 0o711);
  const reported: string[] = [];
  const cloud = await startCloud({
    host: '127.0.0.1',
    ports: { gateway: 0, mailWeb: 0, mailSmtp: 0, stripe: 0 },
    dataRoot,
    fresh: false,
    engine,
    env: {},
    now,
    say: (sentence) => {
      if (!sentence.startsWith('[functions]')) reported.push(sentence);
    },
  });
  const seen = new Set<string>();
  const connect = (key: string): SupabaseClient => connectTo(cloud.url, key, seen);
  const admin = connect(cloud.secretKey);
  return {
    cloud,
    seen,
    admin,
    client: () => connect(cloud.publishableKey),
    person: async () => {
      const client = connect(cloud.publishableKey);
      const credentials = { email: `${randomUUID()}@example.com`, password: 'correct horse 1' };
      const created = succeed(await admin.auth.admin.createUser({ ...credentials, email_confirm: true }));
      const { session } = succeed(await client.auth.signInWithPassword(credentials));
      return { ...credentials, id: created.user.id, client, token: session.access_token };
    },
    mailTo: async (address) => {
      const response = await fetch(`${cloud.mailUrl}/mails?wait=10000&to=${encodeURIComponent(address)}`);
      const { text, html } = mailsSchema.parse(await response.json())[0]!;
      return {
        text,
        html,
        code: /\b\d{6}\b/.exec(text.split('code').at(-1) ?? '')?.[0] ?? '',
        link: /http\S+/.exec(text)?.[0] ?? '',
      };
    },
    stop: async () => {
      await cloud.stop();
      await rm(dataRoot, { recursive: true, force: true, maxRetries: 5 });
      // Answers of 500 are reported with their cause; none of the cases may end in one.
      expect(reported).toEqual([]);
    },
  };
}

/** The client as the app makes it: PKCE, tokens kept by its own storage. */
function connectTo(url: string, key: string, seen: Set<string>): SupabaseClient {
  const kept = new Map<string, string>();
  return createClient(url, key, {
    // Each app its own address, as behind a proxy: limits count by it.
    global: { fetch: recordShapes(seen), headers: { 'x-forwarded-for': newAddress() } },
    auth: {
      flowType: 'pkce',
      autoRefreshToken: false,
      detectSessionInUrl: false,
      storage: {
        getItem: (name) => kept.get(name) ?? null,
        setItem: (name, value) => void kept.set(name, value),
        removeItem: (name) => void kept.delete(name),
      },
    },
  });
}

/** One of the addresses kept for documentation. */
function newAddress(): string {
  return `2001:db8::${randomBytes(4)
    .toString('hex')
    .replace(/(.{4})/, '$1:')}`;
}

type Answer = { readonly data: unknown; readonly error: unknown };

/** The data of an answer that must be a success. */
export function succeed<A extends Answer>(answer: A): Extract<A, { error: null }>['data'] {
  expect(answer.error).toBeNull();
  return answer.data;
}
