#!/usr/bin/env node
// Every npm script goes through here: `node tools/run.mjs <file.ts | name of a tool> [arguments]`.
// Plain JavaScript that Node 18 can read, because its work is to leave an old Node: TypeScript needs a newer one to
// start at all, and on Node 20 better-sqlite3 crashes the process without a word.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

/**
 * @param {string} version as in `v24.21.0`
 * @returns {boolean}
 */
function isNewEnough(version) {
  return Number(/^v?(\d+)\./.exec(version)?.[1]) >= NEEDED_MAJOR;
}

/**
 * This Node when it is new enough, else the one npm installed with the project.
 * @returns {string | undefined} its executable
 */
function findNode() {
  if (isNewEnough(process.version)) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : join('bin', 'node');
  const own = join(
    modules,
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    name,
  );
  if (!existsSync(own)) return undefined;
  const { stdout } = spawnSync(own, ['--version'], { encoding: 'utf8' });
  return stdout && isNewEnough(stdout) ? own : undefined;
}

/**
 * The JavaScript file of an installed command line tool, found as npm finds it: in the packages' `bin` fields.
 * @param {string} tool such as `vite`
 * @returns {string | undefined}
 */
function findTool(tool) {
  const { devDependencies = {}, dependencies = {} } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  for (const name of Object.keys({ ...devDependencies, ...dependencies })) {
    const manifest = join(modules, name, 'package.json');
    if (!existsSync(manifest)) continue;
    const { bin = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    const bins = typeof bin === 'string' ? { [name.split('/').at(-1) ?? name]: bin } : bin;
    if (bins[tool]) return join(modules, name, bins[tool]);
  }
  return undefined;
}

/** @type {(sentence: string) => never} */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

const [what, ...args] = process.argv.slice(2);
if (!what) stop('Usage: node tools/run.mjs <file.ts | name of a tool> [arguments]');
const isFile = /\.[cm]?[jt]s$/.test(what);
if (!existsSync(modules) || readdirSync(modules).length === 0)
  stop('Run `npm ci` first: nothing is installed.');
const node = findNode();
if (!node) {
  stop(
    `This needs Node.js ${NEEDED_MAJOR} or newer, and here is ${process.version}: run \`npm ci\` to get it, or install it from https://nodejs.org.`,
  );
}
const script = isFile ? (isAbsolute(what) ? what : resolve(root, what)) : findTool(what);
if (!script || !existsSync(script)) stop(`There is no ${isFile ? 'file' : 'tool'} ${what}.`);

// Whatever the script starts by name must find the same Node and the project's own tools.
const path = [dirname(node), join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter);
// glibc gives every thread an arena of its own; with two, decoding pictures needs half the memory at the same speed.
const arenas = process.env.MALLOC_ARENA_MAX ?? '2';
const child = spawn(node, [script, ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path, MALLOC_ARENA_MAX: arenas },
});
child.on('error', (error) => stop(`${node} cannot be started: ${error.message}`));
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    // A terminal sends Ctrl-C to the child as well; twice would mean "at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
});
