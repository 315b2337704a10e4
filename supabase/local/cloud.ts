// `npm run cloud`: the embedded cloud, until it is told to stop.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { defaultDataRoot } from './data-folder.ts';
import { engineNames } from './database/open-engine.ts';
import { SEED_PASSWORD, seedPeople } from './seed-people.ts';
import { type Cloud, startCloud, usualPorts } from './start-cloud.ts';

const usage = `npm run cloud -- [options]
  --fresh        begin with empty data
  --seed         add people to sign in as
  --data DIR     keep the data there (default: ${defaultDataRoot()})
  --engine NAME  embedded (Postgres from npm) or pglite; DATABASE_URL names a server of your own
  --port N       of the gateway (default: ${usualPorts.gateway})
  --host ADDRESS loopback only (default: 127.0.0.1)`;

/** @throws with the usage for options that are not known */
function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      fresh: { type: 'boolean', default: false },
      seed: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      data: { type: 'string', default: defaultDataRoot() },
      engine: { type: 'string' },
      port: { type: 'string', default: `${usualPorts.gateway}` },
      host: { type: 'string', default: '127.0.0.1' },
    },
  });
  const engine = values.engine === undefined ? undefined : engineNames.find((name) => name === values.engine);
  if (engine !== values.engine) throw new Error(`There is no engine ${values.engine}.`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${values.port} is not a port.`);
  return { ...values, engine, port };
}

function describe(cloud: Cloud, people: readonly string[]): string {
  const seeded =
    people.length > 0 ? `\n  people           ${people.join(', ')}   (password: ${SEED_PASSWORD})` : '';
  return `
The embedded cloud is running on ${cloud.database.engine}. It is for development and demonstration, on this machine only.

  URL              ${cloud.url}
  publishable key  ${cloud.publishableKey}
  secret key       ${cloud.secretKey}
  mails            ${cloud.mailUrl}   (SMTP ${cloud.smtp.host}:${cloud.smtp.port})
  stand-in Stripe  ${cloud.stripeUrl}
${cloud.providers.map(({ name, what }) => `  ${name}: ${what}`).join('\n')}
  data             ${cloud.folder}${seeded}

Ctrl-C stops it; the data stays.`;
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) {
    console.log(usage);
    return;
  }
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort());
  await build({ configFile: join(import.meta.dirname, '../site/vite.config.ts'), logLevel: 'error' });
  const cloud = await startCloud({
    host: options.host,
    // Next to the usual ports, so that a second cloud needs one option.
    ports:
      options.port === usualPorts.gateway
        ? usualPorts
        : { gateway: options.port, mailWeb: 0, mailSmtp: 0, stripe: 0 },
    dataRoot: options.data,
    fresh: options.fresh,
    engine: options.engine,
    databaseUrl: process.env['DATABASE_URL'],
    env: process.env,
    now: Date.now,
    say: console.log,
  });
  const people = options.seed ? await seedPeople(cloud) : [];
  console.log(describe(cloud, people));
  if (!stopped.signal.aborted) {
    const { promise, resolve } = Promise.withResolvers<void>();
    stopped.signal.addEventListener('abort', () => resolve());
    await promise;
  }
  await cloud.stop();
  console.log('Stopped.');
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
