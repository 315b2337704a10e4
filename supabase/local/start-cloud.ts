import { join } from 'node:path';
import { createStandInProviders } from './auth/stand-in-providers.ts';
import { readAuthSettings, readMaxFileBytes, readMaxRows } from './config.ts';
import { createTokens } from './auth/tokens.ts';
import { openDataFolder } from './data-folder.ts';
import type { Database } from './database/database.ts';
import { type EngineChoice, openEngine } from './database/open-engine.ts';
import { lockFolder } from './folder-lock.ts';
import { createGateway, STAND_IN_PATH } from './gateway.ts';
import { unsupported } from './http/http-error.ts';
import { type Handler, serve } from './http/serve.ts';
import { startMailCatcher } from './mail/mail-catcher.ts';
import { createMailSender } from './mail/send-mail.ts';
import { createRest } from './rest/rest.ts';
import { openFiles } from './storage/files.ts';
import { createLinks } from './storage/links.ts';
import { createStorage } from './storage/storage.ts';
import { allSql, hashSql, migrate } from './migrate.ts';

/** The ports that `supabase start` uses. */
export const usualPorts = { gateway: 54_321, mailWeb: 54_324, mailSmtp: 54_325 } as const;
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
  /** The time in milliseconds. */
  readonly now: () => number;
  readonly say: (sentence: string) => void;
};
export type Cloud = {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly mailUrl: string;
  readonly smtp: { readonly host: string; readonly port: number };
  readonly folder: string;
  readonly database: Database;
  /** Ends everything in the reverse order of its start; what was written is kept. */
  stop(): Promise<void>;
};

/**
 * Starts the embedded cloud: database, migrations, mail catcher, gateway.
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
  const auth = { database, keys: secrets, settings, tokens, providers, issuer, sendMail: sender.send, now };
  const report = (error: unknown): void =>
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const context = { database, keys: secrets, tokens };
  const rest = await createRest({ ...context, maxRows: readMaxRows() });
  const storage = createStorage({
    ...context,
    files: await openFiles(join(folder, 'files')),
    links: createLinks(secrets.linkKey, now),
    maxFileBytes: readMaxFileBytes(),
    now,
  });
  const missing = async (): Promise<Response> => {
    throw unsupported('this service');
  };
  handle = createGateway({ auth, rest, storage, functions: missing }, report);
  return {
    url: gateway.url,
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
    mailUrl: catcher.url,
    smtp: catcher.smtp,
    folder,
    database,
    stop,
  };
}
