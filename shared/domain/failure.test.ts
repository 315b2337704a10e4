import { expect, test } from 'vitest';
import { describeFailure } from '../messages/en/failures.ts';
import { actionOf, fail, failureCode, retryRuleOf, trimDetail } from './failure.ts';

test('every failure has what happened, whether it was charged and what to do', () => {
  for (const code of failureCode.options) {
    const told = describeFailure(fail(code, 'unknown'), 'OpenAI');
    for (const sentence of Object.values(told)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  }
});

test('nothing that may have cost something is retried without asking', () => {
  for (const code of failureCode.options) {
    expect(retryRuleOf(fail(code, 'unknown'))).not.toBe('after-delay');
    expect(retryRuleOf(fail(code, 'yes'))).not.toBe('after-delay');
  }
  expect(retryRuleOf(fail('rate_limited', 'no'))).toBe('after-delay');
});

test("a provider's words lose keys, control characters and length", () => {
  const words = trimDetail('Bad key sk-abcdef123456 and r8_ABCDEF123456\u0000\u0007, Bearer abcdefgh');
  expect(words).not.toMatch(/abcdef|ABCDEF|\p{Cc}/u);
  expect(trimDetail('x'.repeat(2000))).toHaveLength(500);
});

test('a retired model names its successor', () => {
  expect(describeFailure(fail('model_gone', 'no', { successor: 'openai/new' }), 'Old').todo).toContain(
    'openai/new',
  );
});

test('every failure has one thing to do, and what the queue does by itself is not asked of the person', () => {
  for (const code of failureCode.options) {
    const waits = retryRuleOf(fail(code, 'no')) === 'after-delay';
    expect(actionOf(fail(code, 'no'), false) === 'wait').toBe(waits);
    expect(actionOf(fail(code, 'no'), true)).not.toBe('wait');
  }
  expect(actionOf(fail('no_credit', 'no'), true)).toBe('open-billing-page');
  expect(actionOf(fail('model_gone', 'no'), true)).toBe('edit');
  expect(actionOf(fail('model_gone', 'no', { successor: 'openai/new' }), true)).toBe('use-successor');
});
