import { expect, test } from 'vitest';
import { runTogether } from './run-together.ts';

/** A cloud and an app that write down what happens to them. */
function prepare() {
  const log: string[] = [];
  const told = new AbortController();
  const cloudEnd = Promise.withResolvers<string>();
  const appEnd = Promise.withResolvers<number>();
  const appRuns = Promise.withResolvers<void>();
  const start = () =>
    runTogether({
      startCloud: async () => {
        log.push('cloud runs');
        return {
          ended: cloudEnd.promise,
          stop: async () => {
            log.push('cloud stops');
            // As the real one does, whose parts end when it is stopped.
            cloudEnd.resolve('The functions have ended.');
          },
        };
      },
      openApp: async (_, stop) => {
        log.push('app runs');
        stop.addEventListener('abort', () => {
          log.push('app is told to quit');
          appEnd.resolve(143);
        });
        appRuns.resolve();
        return await appEnd.promise;
      },
      complain: (why) => log.push(why),
      stop: told.signal,
    });
  return { log, start, stop: () => told.abort(), cloudEnd, appEnd, appRuns: appRuns.promise };
}

test('the app ends: the cloud is stopped after it, and the app’s code is the answer', async () => {
  const { log, start, appEnd, appRuns } = prepare();
  const code = start();
  await appRuns;
  appEnd.resolve(3);
  expect(await code).toBe(3);
  expect(log).toEqual(['cloud runs', 'app runs', 'cloud stops']);
});

test('the cloud ends: it is said why, the app is told to quit, and it counts as a failure', async () => {
  const { log, start, cloudEnd, appRuns } = prepare();
  const code = start();
  await appRuns;
  cloudEnd.resolve('Postgres has ended.');
  expect(await code).toBe(1);
  expect(log).toEqual([
    'cloud runs',
    'app runs',
    'Postgres has ended.',
    'app is told to quit',
    'cloud stops',
  ]);
});

test('both are told to: first the app, then the cloud, and nothing has failed', async () => {
  const { log, start, stop, appRuns } = prepare();
  const code = start();
  await appRuns;
  stop();
  expect(await code).toBe(0);
  expect(log).toEqual(['cloud runs', 'app runs', 'app is told to quit', 'cloud stops']);
});

test('told to before the cloud was there: the app is not opened', async () => {
  const { log, start, stop } = prepare();
  stop();
  expect(await start()).toBe(0);
  expect(log).toEqual(['cloud runs', 'cloud stops']);
});

test('an app that cannot be opened leaves no cloud behind', async () => {
  const { log, start, appEnd, appRuns } = prepare();
  const code = start();
  await appRuns;
  appEnd.reject(new Error('no display'));
  await expect(code).rejects.toThrow('no display');
  expect(log.at(-1)).toBe('cloud stops');
});
