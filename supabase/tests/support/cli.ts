import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const formatter = join(root, 'node_modules/oxfmt/bin/oxfmt');

/**
 * Supabase's command line: the one at SUPABASE_CLI, else npm's for this machine; undefined where there is neither.
 * The binary's own package is used because the `supabase` package needs builds that not every registry has.
 */
export function findCli(): string | undefined {
  const installed = join(root, `node_modules/@supabase/cli-${process.platform}-${process.arch}/bin/supabase`);
  return process.env['SUPABASE_CLI'] ?? (existsSync(installed) ? installed : undefined);
}

export type Outcome = { readonly code: number; readonly stdout: string; readonly output: string };

/** Supabase's own command line against a database by its address, in a copy of the project: it writes beside what it reads. */
export async function runCli(url: string, ...args: readonly string[]): Promise<Outcome> {
  const cli = findCli();
  if (cli === undefined) throw new Error('there is no Supabase command line here: set SUPABASE_CLI');
  const folder = mkdtempSync(join(tmpdir(), 'videopicai-supabase-'));
  try {
    for (const name of ['config.toml', 'migrations', 'seed.sql', 'templates']) {
      cpSync(join(root, 'supabase', name), join(folder, 'supabase', name), { recursive: true });
    }
    return await run(cli, [...args, `--remote=${url}?sslmode=disable`, '--workdir', folder], {
      // Its settings and its greeting belong in nobody's home folder.
      HOME: folder,
      DO_NOT_TRACK: '1',
      SUPABASE_TELEMETRY_DISABLED: '1',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Every command of the command line, `db push`, with its options: as its completions for the fish shell name them,
 * because every page of help takes two seconds.
 */
export async function listCommands(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const cli = findCli();
  if (cli === undefined) throw new Error('there is no Supabase command line here: set SUPABASE_CLI');
  const env = { HOME: tmpdir(), SUPABASE_TELEMETRY_DISABLED: '1' };
  const { code, stdout, output } = await run(cli, ['--completions', 'fish'], env);
  if (code !== 0) throw new Error(`--completions fish failed: ${output}`);
  const commands = new Map<string, Set<string>>();
  for (const [, condition = '', rest = ''] of stdout.matchAll(/^complete -c supabase -n '([^']*)'(.*)$/gm)) {
    const seen = condition.matchAll(/(?<!not )__fish_seen_subcommand_from ([\w-]+)(?=;|$)/g);
    const name = Array.from(seen, ([, word = '']) => word).join(' ');
    const options = commands.get(name) ?? new Set();
    commands.set(name, options);
    const [, option] = / -l ([\w-]+)/.exec(rest) ?? [];
    if (option !== undefined) options.add(`--${option}`);
  }
  return commands;
}

/** The types of the API's tables and functions, formatted as they are committed. */
export async function generateTypes(url: string): Promise<string> {
  const { code, stdout, output } = await runCli(url, 'gen', 'types', '--lang=typescript', '--schema=public');
  if (code !== 0) throw new Error(`gen types failed: ${output}`);
  const folder = mkdtempSync(join(tmpdir(), 'videopicai-types-'));
  try {
    const file = join(folder, 'database.types.ts');
    writeFileSync(file, `// Made by \`npm run cloud:types\` from the migrations.\n${stdout}`);
    const formatted = await run(process.execPath, [formatter, '-c', join(root, '.oxfmtrc.json'), file]);
    if (formatted.code !== 0) throw new Error(`oxfmt failed: ${formatted.output}`);
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env } });
  let stdout = '';
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('close', (code) => resolve(code ?? 1));
  return { code: await promise, stdout, output };
}
