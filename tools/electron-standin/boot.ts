// The stand-in's entry: does in Node what Electron's own binary does from its command line to the `ready` event.
import { existsSync, readFileSync } from 'node:fs';
import { open as openInspector } from 'node:inspector';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseCommand } from './command-line.ts';
import { host, setHost } from './host.ts';

const [executable = process.execPath, , ...given] = process.argv;
const command = parseCommand(given);
const require = createRequire(import.meta.url);
const { version }: { version: string } = JSON.parse(
  readFileSync(require.resolve('electron/package.json'), 'utf8'),
);
if (command.wantsVersion) {
  console.log(`v${version}`);
  process.exit(0);
}

const [appPath = '.'] = command.app;
const appSwitches = command.app.slice(1).filter((word) => word.startsWith('--'));
setHost(appPath, [...command.switches, ...appSwitches]);
// Playwright's loader cuts this at --remote-debugging-port=0.
process.argv = [executable, ...command.switches, ...command.app];
define(process.versions, { electron: version, chrome: '0.0.0.0' });
define(process, { type: 'browser', defaultApp: true, resourcesPath: join(import.meta.dirname, 'resources') });

const url = pathToFileURL(join(import.meta.dirname, 'api', 'electron.ts')).href;
registerHooks({
  resolve: (name, context, next) =>
    /^electron(\/(main|common))?$/.test(name)
      ? { url, format: 'module-typescript', shortCircuit: true }
      : next(name, context),
});
const { start } = await import('./start-app.ts');
if (command.inspectPort !== undefined) openInspector(command.inspectPort, '127.0.0.1');
const appRequire = createRequire(join(host.appPath, 'package.json'));
for (const file of command.requires) appRequire(file);

const entry = join(host.appPath, host.manifest.main ?? 'index.js');
if (!existsSync(entry)) {
  console.error(
    `Error launching app\nUnable to find Electron app at ${host.appPath}\n\nCannot find module '${entry}'`,
  );
  process.exit(1);
}
try {
  await import(pathToFileURL(entry).href);
} catch (error) {
  console.error('App threw an error during load\n', error);
  process.exit(1);
}
// As in Electron, 'ready' comes only after the entry module has run, top-level awaits included.
await start();

function define(target: object, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true });
  }
}
