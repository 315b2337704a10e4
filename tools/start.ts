// `npm start`: builds what has changed and opens the app, in Electron or in its stand-in.
import { openStudio } from './open-studio.ts';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());
try {
  process.exitCode = await openStudio(process.argv.slice(2), { stop: stopped.signal });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
