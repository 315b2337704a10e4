import { expect, test } from 'vitest';
import { compose } from './compose.ts';

const person = {
  address: 'ann@example.com',
  displayName: 'Ann',
  unsubscribeUrl: 'https://x.example/u?token=1',
};

test('the words are the same as text and as HTML', () => {
  const mail = compose({
    ...person,
    category: 'service',
    template: 'policy_changed',
    params: { version: '2027-01-01', effective_at: '2027-02-01T00:00:00Z', summary: 'Less is kept.' },
  });
  for (const body of [mail.text, mail.html]) {
    expect(body).toContain('Hello Ann,');
    expect(body).toContain('Less is kept.');
    expect(body).toContain('1 February 2027');
  }
  expect(mail.headers).toEqual({});
});

test('what people wrote cannot become HTML or a header', () => {
  const evil = '<img src=x onerror=alert(1)>\r\nBcc: all@example.com';
  const mail = compose({
    ...person,
    displayName: evil,
    category: 'account',
    template: 'post_moderated',
    params: { title: evil, action: 'hide' },
  });
  expect(mail.html).not.toContain('<img');
  expect(mail.subject).not.toMatch(/[\r\n]/);
});

test('P17: marketing says in its header how to stop it, everything else does not', () => {
  const statement = {
    month: '2026-11-01',
    opening: 10,
    granted: 50,
    bought: 500,
    spent: 60,
    expired: 0,
    corrected: 0,
    closing: 500,
  };
  const send = (category: string) =>
    compose({ ...person, category, template: 'statement', params: statement });
  expect(send('marketing').headers).toEqual({
    'List-Unsubscribe': `<${person.unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
  expect(send('billing').headers).toEqual({});
  expect(send('billing').text).toContain('Spent: -60');
});

test('a mail that nobody wrote, or half of one, is never sent', () => {
  const send = (template: string, params: unknown) => () =>
    compose({ ...person, category: 'service', template, params });
  expect(send('no_such_mail', {})).toThrow('There is no mail');
  expect(send('toString', {})).toThrow('There is no mail');
  expect(send('policy_changed', { version: '2027-01-01' })).toThrow();
});
