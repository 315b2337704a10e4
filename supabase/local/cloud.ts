// `npm run cloud`: the embedded cloud, until it is told to stop.
import { parseArgs } from 'node:util';
import { buildSite } from './build-site.ts';
import { defaultDataRoot } from './data-folder.ts';
import { engineNames } from './database/open-engine.ts';
import { describeCloud } from './describe-cloud.ts';
import { readWorld, seedWorld } from './seed/seed-world.ts';
import { type Cloud, startCloud, usualPorts } from './start-cloud.ts';

const usage = `npm run cloud -- [options]
  --fresh        begin with empty data
  --seed         add people to sign in as, and a gallery of what they published
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

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help) {
    console.log(usage);
    return;
  }
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort());
  await buildSite();
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
  try {
    const world = options.seed
      ? await seedWorld(cloud, await readWorld(), console.log, stopped.signal)
      : null;
    if (!stopped.signal.aborted)
      console.log(`${describeCloud(cloud, world)}\n\nCtrl-C stops it; the data stays.`);
    await Promise.race([whenAborted(stopped.signal), untilBroken(cloud, stopped.signal)]);
  } finally {
    await cloud.stop();
  }
  console.log('Stopped.');
}

/** @throws when a part has ended though nobody stopped it */
async function untilBroken({ ended }: Cloud, stopped: AbortSignal): Promise<void> {
  const why = await ended;
  if (!stopped.aborted) throw new Error(why);
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  else signal.addEventListener('abort', () => resolve());
  await promise;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
