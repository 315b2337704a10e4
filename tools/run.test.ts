import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';

const RUN = join(import.meta.dirname, 'run.mjs');
let root: string;

/** A project of its own with run.mjs, this Node, and one script. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'run-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of ['tools', 'node_modules/tool']) mkdirSync(join(root, folder), { recursive: true });
  cpSync(RUN, join(root, 'tools/run.mjs'));
  write('package.json', JSON.stringify({ devDependencies: { tool: '1' } }));
  write('node_modules/tool/package.json', JSON.stringify({ name: 'tool', bin: './cli.js' }));
  write('node_modules/tool/cli.js', `console.log('tool', process.argv.slice(2).join());`);
  write(
    'tools/hello.ts',
    `const words: string[] = process.argv.slice(2); console.log(words.join()); process.exit(7);`,
  );
});
function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}
/** Runs run.mjs; with `version`, under a Node that claims to be this old one. */
function run(args: string[], version?: string) {
  const pretend = `data:text/javascript,Object.defineProperty(process,'version',{value:'${version}'})`;
  const node = version ? ['--import', pretend] : [];
  return spawnSync(process.execPath, [...node, join(root, 'tools/run.mjs'), ...args], { encoding: 'utf8' });
}

test('runs a TypeScript file with its arguments and gives its exit code', () => {
  const { stdout, status } = run(['tools/hello.ts', 'a', '--b']);
  expect([stdout, status]).toEqual(['a,--b\n', 7]);
});

test('runs a tool by its name', () => {
  expect(run(['tool', 'build']).stdout).toBe('tool build\n');
});

test('an old Node without another one ends with one sentence', () => {
  const { stderr, status } = run(['tools/hello.ts'], 'v20.20.2');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^This needs Node\.js 24 or newer, and here is v20\.20\.2: .*\n$/);
});

test.runIf(process.platform === 'linux')('an old Node hands over to the one npm installed', () => {
  mkdirSync(join(root, `node_modules/node-linux-${process.arch}/bin`), { recursive: true });
  symlinkSync(process.execPath, join(root, `node_modules/node-linux-${process.arch}/bin/node`));
  expect(run(['tools/hello.ts', 'x'], 'v20.20.2').stdout).toBe('x\n');
});

test('an unknown tool or file is named', () => {
  expect(run(['nothing']).stderr).toBe('There is no tool nothing.\n');
  expect(run(['tools/nothing.ts']).stderr).toBe('There is no file tools/nothing.ts.\n');
});

test('a signal reaches the script, and its exit code comes back', async () => {
  write(
    'tools/wait.ts',
    `process.on('SIGTERM', () => process.exit(3)); console.log('up'); setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [join(root, 'tools/run.mjs'), 'tools/wait.ts'], { stdio: 'pipe' });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([3, null]);
});
