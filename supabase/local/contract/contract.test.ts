import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineNames } from '../database/open-engine.ts';
import { authContract } from './auth.contract.ts';
import { functionsContract } from './functions.contract.ts';
import { startTestCloud, type TestCloud } from './harness.ts';
import { realtimeContract } from './realtime.contract.ts';
import { readKnownShapes } from './request-shape.ts';
import { restContract } from './rest.contract.ts';
import { storageContract } from './storage.contract.ts';

describe.each(engineNames)('on %s', (engine) => {
  let running: TestCloud;
  beforeAll(async () => {
    running = await startTestCloud(engine);
  }, 60_000);
  afterAll(async () => await running.stop(), 30_000);
  const get = (): TestCloud => running;

  describe('auth', () => authContract(get));
  describe('functions', () => functionsContract(get));
  describe('realtime', () => realtimeContract(get));
  describe('rest', () => restContract(get));
  describe('storage', () => storageContract(get));

  // Last: by now every case has made its requests. RECORD_SHAPES=1 writes the list anew after a case was added.
  test('makes every kind of request that is listed, and no other', () => {
    const made = [...running.seen].toSorted();
    if (process.env['RECORD_SHAPES'])
      writeFileSync(join(import.meta.dirname, 'shapes.txt'), `${made.join('\n')}\n`);
    expect(made).toEqual([...readKnownShapes()]);
  });
});
