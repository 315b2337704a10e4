import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { InstanceLock, type SecondInstance } from './single-instance.ts';

const MESSAGE: SecondInstance = { argv: ['app', 'x://y'], cwd: '/', additionalData: { n: 1 } };
let userData: string;

beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'lock-'));
  onTestFinished(() => rmSync(userData, { recursive: true, force: true }));
});
function ownedBy(pid: number | undefined): InstanceLock {
  mkdirSync(join(userData, 'standin-lock'));
  writeFileSync(join(userData, 'standin-lock', 'owner'), String(pid));
  return new InstanceLock(userData);
}

test('the first gets the lock, asking twice changes nothing, and releasing frees it', () => {
  const lock = new InstanceLock(userData);
  expect([lock.request(MESSAGE), lock.request(MESSAGE), lock.isHeld]).toEqual([true, true, true]);
  lock.release();
  expect([lock.isHeld, new InstanceLock(userData).request(MESSAGE)]).toEqual([false, true]);
});

test('while the owner runs, others are refused and their messages wait for it', async () => {
  const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => {
    owner.kill();
  });
  await once(owner, 'spawn');
  const lock = ownedBy(owner.pid);
  expect([lock.request(MESSAGE), lock.isHeld]).toEqual([false, false]);
  const heard: SecondInstance[] = [];
  lock.listen((message) => heard.push(message));
  expect(heard).toEqual([MESSAGE]);
  lock.release();
});

test('the lock of a process that was killed is taken over', async () => {
  const owner = spawn(process.execPath, ['-e', '']);
  await once(owner, 'exit');
  expect(ownedBy(owner.pid).request(MESSAGE)).toBe(true);
});
