import { everyCall } from './plan.ts';
import { nameOf } from './turnstile.ts';
import { ways } from './ways.ts';

/** Every call of every way, with a table at the end. @returns whether all held */
export async function sweepCloud(only: RegExp): Promise<boolean> {
  const results = await everyCall(only, ({ way, kill, wrong }) => {
    if (wrong.length > 0) console.log(`FAILED ${way.name}, ${nameOf(kill)}: ${wrong.join('; ')}`);
  });
  console.log(`\n${'way'.padEnd(32)}every call`);
  for (const way of ways.filter(({ name }) => only.test(name))) {
    const own = results.filter((result) => result.way === way);
    const bad = own.filter(({ wrong }) => wrong.length > 0).length;
    console.log(way.name.padEnd(32) + (bad === 0 ? `${own.length} ok` : `${bad} of ${own.length} FAILED`));
  }
  const failed = results.filter(({ wrong }) => wrong.length > 0).length;
  console.log(`\n${results.filter(({ kill }) => kill !== null).length} kills`);
  console.log(`${results.length - failed} passed, ${failed} failed`);
  return failed === 0 && results.length > 0;
}
