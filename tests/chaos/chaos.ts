// `npm run chaos [-- --random 500] [-- --seed N]`: kills the core at every step of every way a job can take, and at
// random times, and says whether a job was lost, paid twice, or left something behind.
// `npm run chaos -- cloud [--way NAME]`: the same with the cloud's functions, at every call that they make.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { buildChild } from './build-child.ts';
import { sweepCloud } from './cloud/sweep.ts';
import { everyStep, measureLives, randomCases, runAll } from './plan.ts';
import { nameOf, type CaseResult } from './run-case.ts';
import { targets } from './targets.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    random: { type: 'string', default: '500' },
    seed: { type: 'string' },
    way: { type: 'string', default: '' },
  },
});
if (positionals[0] === 'cloud') process.exit((await sweepCloud(new RegExp(values.way))) ? 0 : 1);

const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const child = await buildChild();

console.log('Every step');
const stepped = await runAll(child, everyStep(), tellFailure);
console.log(`${values.random} random kills, seed ${seed}`);
const lives = await measureLives(child);
const random = await runAll(child, randomCases(Number(values.random), seed, lives), tellFailure);

printTable(stepped, random);
const all = [...stepped, ...random];
const failed = all.filter((result) => result.wrong.length > 0).length;
console.log(`\n${all.reduce((sum, result) => sum + result.kills, 0)} kills`);
console.log(`${all.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && all.length > 0 ? 0 : 1;

function tellFailure(result: CaseResult): void {
  if (result.wrong.length === 0) return;
  console.log(`FAILED ${result.target.name}, ${nameOf(result.kill)}: ${result.wrong.join('; ')}`);
}

function printTable(steps: readonly CaseResult[], randoms: readonly CaseResult[]): void {
  const cell = (results: readonly CaseResult[]) => {
    const bad = results.filter((result) => result.wrong.length > 0).length;
    if (results.length === 0) return '-';
    return bad === 0 ? `${results.length} ok` : `${bad} of ${results.length} FAILED`;
  };
  console.log(`\n${'way'.padEnd(26)}${'every step'.padEnd(20)}random`);
  for (const target of targets) {
    const own = (results: readonly CaseResult[]) => cell(results.filter((entry) => entry.target === target));
    console.log(`${target.name.padEnd(26)}${own(steps).padEnd(20)}${own(randoms)}`);
  }
}
