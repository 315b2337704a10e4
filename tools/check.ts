// `npm run check`: everything that can be said about the code without running it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** What is checked, and the command that does it. */
const checks = [
  { name: 'types: core and desktop', command: ['tsc', '-p', 'tsconfig.node.json'] },
  { name: 'types: window', command: ['tsc', '-p', 'tsconfig.renderer.json'] },
  { name: 'types: tools and tests', command: ['tsc', '-p', 'tsconfig.tools.json'] },
  { name: 'types: edge functions', command: ['tsc', '-p', 'tsconfig.functions.json'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
] as const;

export type CheckResult = { readonly name: string; readonly passed: boolean; readonly seconds: number };

/** Runs every check, two at a time, and prints the output of those that fail. */
export async function runChecks(): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  const waiting = [...checks];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await runCheck(next));
  };
  await Promise.all([worker(), worker()]);
  return results;
}

async function runCheck({ name, command }: (typeof checks)[number]): Promise<CheckResult> {
  const began = Date.now();
  const child = spawn(process.execPath, [join(root, 'tools/run.mjs'), ...command], { cwd: root });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('close', (code) => resolve(code ?? 1));
  const passed = (await promise) === 0;
  const seconds = (Date.now() - began) / 1000;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  if (!passed) console.log(output.trimEnd());
  return { name, passed, seconds };
}

if (import.meta.main) {
  const results = await runChecks();
  process.exitCode = results.every((result) => result.passed) ? 0 : 1;
}
