import { expect, test } from 'vitest';
import { readAuthSettings } from '../config.ts';
import { createRateLimits } from './rate-limits.ts';

const settings = {
  ...readAuthSettings(),
  rateLimits: { mailsPerHour: 4, signIns: 30, tokens: 150, verifications: 60 },
};
const minute = 60_000;

function open() {
  let now = 1_000_000;
  const limits = createRateLimits(settings, () => now);
  const count = (work: () => void, times: number): number => {
    let taken = 0;
    for (let time = 0; time < times; time += 1) {
      try {
        work();
        taken += 1;
      } catch (error) {
        expect(error).toMatchObject({ status: 429 });
      }
    }
    return taken;
  };
  return {
    mails: (times: number) => count(limits.countMail, times),
    requests: (limiter: Parameters<typeof limits.countRequest>[0], address: string, times: number) =>
      count(() => limits.countRequest(limiter, address), times),
    pass: (ms: number) => void (now += ms),
  };
}

test('so many mails an hour go out, in all, and more as the hour passes', () => {
  const { mails, pass } = open();
  expect(mails(10)).toBe(4);
  pass(14 * minute);
  expect(mails(1)).toBe(0);
  pass(minute);
  expect(mails(5)).toBe(1);
  pass(60 * minute);
  expect(mails(10)).toBe(4);
});

test.each([
  ['otp', 30],
  ['signUp', 30],
  ['recover', 30],
  ['resend', 30],
  ['user', 30],
  ['token', 150],
  ['verify', 60],
] as const)('%s: thirty at once, then %i in five minutes', (limiter, rate) => {
  const { requests, pass } = open();
  expect(requests(limiter, 'a', 40)).toBe(30);
  let passed = 0;
  for (let second = 0; second < 300; second += 1) {
    pass(1_000);
    passed += requests(limiter, 'a', 5);
  }
  expect(passed).toBeGreaterThanOrEqual(rate - 1);
  expect(passed).toBeLessThanOrEqual(rate);
});

test('addresses and limiters are counted apart, and remembered while thousands ask', () => {
  const { requests, pass } = open();
  expect(requests('otp', 'a', 40)).toBe(30);
  expect(requests('verify', 'a', 40)).toBe(30);
  for (let address = 0; address < 20_000; address += 1) requests('otp', `b${address}`, 1);
  expect(requests('otp', 'a', 1)).toBe(0);
  pass(2 * 60 * minute);
  requests('otp', 'c', 1);
  expect(requests('otp', 'a', 40)).toBe(30);
});

test('each limit says which it is', () => {
  const limits = createRateLimits(
    { ...settings, rateLimits: { ...settings.rateLimits, mailsPerHour: 1 } },
    () => 0,
  );
  limits.countMail();
  expect(limits.countMail).toThrow('email rate limit exceeded');
  for (let time = 0; time < 30; time += 1) limits.countRequest('token', 'a');
  expect(() => limits.countRequest('token', 'a')).toThrow('Request rate limit reached');
});
