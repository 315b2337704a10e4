// `npm run demo`: the embedded cloud with a seeded gallery and the studio beside it, until either ends.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSite } from '../supabase/local/build-site.ts';
import { defaultDataRoot } from '../supabase/local/data-folder.ts';
import { describeCloud } from '../supabase/local/describe-cloud.ts';
import { readWorld, seedWorld } from '../supabase/local/seed/seed-world.ts';
import { type Cloud, startCloud } from '../supabase/local/start-cloud.ts';
import { openStudio } from './open-studio.ts';
import { runTogether } from './run-together.ts';

/** Its own, so that `npm run cloud` can run beside it; always the same, so that sessions outlive a restart. */
const usualPort = 54_331;
const usage = `npm run demo -- [options] [-- options of the app]
  --fresh        begin with an empty cloud and an empty studio
  --data DIR     keep both there (default: ${defaultDataRoot('videopicai-demo')})
  --port N       of the cloud's gateway (default: ${usualPort})`;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    fresh: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    data: { type: 'string', default: defaultDataRoot('videopicai-demo') },
    port: { type: 'string', default: `${usualPort}` },
  },
});
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort());

async function startSeededCloud(): Promise<Cloud> {
  await buildSite();
  const cloud = await startCloud({
    host: '127.0.0.1',
    ports: { gateway: Number(values.port), mailWeb: 0, mailSmtp: 0, stripe: 0 },
    dataRoot: join(resolve(values.data), 'cloud'),
    fresh: values.fresh,
    env: process.env,
    now: Date.now,
    say: console.log,
  });
  try {
    const world = await seedWorld(cloud, await readWorld(), console.log, stopped.signal);
    if (!stopped.signal.aborted) console.log(describeCloud(cloud, world));
    return cloud;
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}

/** The studio's data: a library and settings of the demonstration's own. */
async function prepareStudio(): Promise<string> {
  const folder = join(resolve(values.data), 'studio');
  // Only what was made here is removed: the folder around it may have been named by a person.
  const mark = join(folder, 'made-by-npm-run-demo');
  if (values.fresh && existsSync(mark)) await rm(folder, { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(mark, '');
  return folder;
}

async function openDemoStudio(cloud: Cloud, stop: AbortSignal): Promise<number> {
  const studio = await prepareStudio();
  console.log(`
The studio opens with a library of its own in ${studio}. It does not use the cloud yet: what is in the gallery can be
seen at the addresses above. Close the window or press Ctrl-C to stop both; the data stays.
`);
  const env = {
    VIDEOPICAI_DATA: studio,
    VIDEOPICAI_CLOUD_URL: cloud.url,
    VIDEOPICAI_CLOUD_KEY: cloud.publishableKey,
  };
  return await openStudio(positionals, { env, stop });
}

try {
  if (values.help) {
    console.log(usage);
  } else {
    process.exitCode = await runTogether({
      startCloud: startSeededCloud,
      openApp: openDemoStudio,
      complain: console.error,
      stop: stopped.signal,
    });
    console.log('Stopped.');
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
