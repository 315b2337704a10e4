// Runs in the forked process: gives it what Electron gives a utility process, then the module it was forked for.
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';

const [modulePath = ''] = process.argv.splice(2, 1);
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => process.send?.(message),
  start: () => {},
});
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }));
process.on('disconnect', () => process.exit()); // ends with the app
Object.assign(process, { parentPort, type: 'utility' });
await import(pathToFileURL(modulePath).href);
