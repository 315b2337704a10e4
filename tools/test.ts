// `npm test`: sets up what it needs, builds, runs everything, and ends with one line of totals.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ensureBrowser } from './browser-path.ts';
import { buildIfStale } from './build-if-stale.ts';
import { runChecks } from './check.ts';
import { electronPath } from './electron-path.ts';

const root = join(import.meta.dirname, '..');

type Totals = { readonly passed: number; readonly failed: number; readonly skipped: number };

const reports = mkdtempSync(join(tmpdir(), 'videopicai-test-'));
try {
  const totals = await runAll();
  const sum = totals.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }));
  process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}

async function runAll(): Promise<readonly Totals[]> {
  console.log(`Node ${process.versions.node}, browser ${ensureBrowser()}`);
  const { isStandin } = electronPath({ download: process.env['CI_ELECTRON'] === 'download' });
  console.log(`Host: ${isStandin ? 'the stand-in for Electron' : 'Electron'}`);

  heading('Static checks');
  const checked = await runChecks();
  heading('Build');
  console.log((await buildIfStale()) === 'built' ? 'built' : 'up to date');
  heading('Unit and contract tests');
  const unit = await runVitest();
  heading('The app, in a browser window');
  const e2e = await runPlaywright();
  const packed = process.platform === 'linux' ? await runPackCheck() : skip('packing is checked on Linux');
  const failedChecks = checked.filter((result) => !result.passed).length;
  return [{ passed: checked.length - failedChecks, failed: failedChecks, skipped: 0 }, unit, e2e, packed];
}

function heading(text: string): void {
  console.log(`\n== ${text}`);
}

async function runVitest(): Promise<Totals> {
  const report = join(reports, 'unit.json');
  const code = await run(
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    // Hundreds of processes of ours start one after the other: what one has compiled, the next one need not.
    { NODE_COMPILE_CACHE: join(reports, 'compiled') },
  );
  const counts = z.object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
  });
  return readTotals(report, code, (json) => {
    const { numPassedTests, numFailedTests, numPendingTests } = counts.parse(json);
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  });
}

async function runPlaywright(): Promise<Totals> {
  const report = join(reports, 'e2e.json');
  const code = await run(['playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  const stats = z.object({
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  });
  return readTotals(report, code, (json) => {
    const { expected, unexpected, flaky, skipped } = stats.parse(json).stats;
    return { passed: expected, failed: unexpected + flaky, skipped };
  });
}

async function runPackCheck(): Promise<Totals> {
  heading('The packed app');
  let output = '';
  const code = await run(['tools/pack-check/pack-check.ts'], {}, (chunk) => (output += chunk));
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(output);
  if (!counts) return { passed: 0, failed: 1, skipped: 0 };
  const failed = Number(counts[2]);
  return { passed: Number(counts[1]), failed: code !== 0 && failed === 0 ? 1 : failed, skipped: 0 };
}

function skip(reason: string): Totals {
  console.log(`skipped: ${reason}`);
  return { passed: 0, failed: 0, skipped: 1 };
}

/** A runner that dies before its report, or fails outside a test, counts as one failure. */
function readTotals(report: string, code: number, read: (json: unknown) => Totals): Totals {
  try {
    const totals = read(JSON.parse(readFileSync(report, 'utf8')));
    return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @param hear given the output besides the terminal */
async function run(
  command: readonly string[],
  env: Record<string, string> = {},
  hear?: (chunk: string) => void,
): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'tools/run.mjs'), ...command], {
    cwd: root,
    stdio: ['inherit', hear ? 'pipe' : 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    hear?.(chunk.toString());
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('close', (code) => resolve(code ?? 1));
  return await promise;
}
