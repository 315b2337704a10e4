import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAutomatic1111Double } from '../doubles/local-servers.ts';
import { expect, test } from './fixtures.ts';

const secret = 'sk-test-THIS-IS-A-SECRET-0123456789wxyz';

/** Every byte the studio wrote into its data folder, browser profile included. */
function everythingWritten(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n');
}

test('a key is asked about where there is no keyring, and is never seen again', async ({ studio }) => {
  const { page, data } = studio;
  await page.evaluate(() => (location.hash = '#/settings/providers'));
  const card = page.getByRole('region', { name: 'OpenAI' });
  await card.getByLabel('API key').fill(secret);
  await card.getByRole('button', { name: 'Save key' }).click();
  await page.getByRole('button', { name: /Only until I quit/ }).click();
  await expect(card.getByText('Key ending in wxyz')).toBeVisible();

  const answers = await page.evaluate(async () => {
    const all = await Promise.all([
      window.studio.request('providers.list', 1, {}),
      window.studio.request('settings.get', 2, {}),
      window.studio.request('app.info', 3, {}),
    ]);
    return JSON.stringify(all);
  });
  expect(answers).not.toContain('THIS-IS-A-SECRET');
  expect(await page.content()).not.toContain('THIS-IS-A-SECRET');
  expect(everythingWritten(data)).not.toContain('THIS-IS-A-SECRET');

  await studio.restart();
  await studio.page.evaluate(() => (location.hash = '#/settings/providers'));
  const again = studio.page.getByRole('region', { name: 'OpenAI' });
  await expect(again.getByLabel('API key')).toBeVisible();

  // Kept by consent: still there after a restart, and still not readable in the file.
  await again.getByLabel('API key').fill(secret);
  await again.getByRole('button', { name: 'Save key' }).click();
  await studio.page.getByRole('button', { name: /weaker protection/ }).click();
  await expect(again.getByText('Key ending in wxyz')).toBeVisible();
  expect(everythingWritten(data)).not.toContain('THIS-IS-A-SECRET');
  await studio.restart();
  await studio.page.evaluate(() => (location.hash = '#/settings/providers'));
  const kept = studio.page.getByRole('region', { name: 'OpenAI' });
  await expect(kept.getByText('Key ending in wxyz')).toBeVisible();
  await kept.getByRole('button', { name: 'Remove' }).click();
  await studio.page
    .getByRole('dialog')
    .getByRole('button', { name: /Remove/ })
    .click();
  await expect(kept.getByLabel('API key')).toBeVisible();
  expect(readFileSync(join(data, 'keys.json'), 'utf8').trim()).toBe('{}');
});

test('a key with a space or a line break in it is refused with the reason', async ({ studio: { page } }) => {
  const answer = await page.evaluate(() =>
    window.studio.request('providers.setKey', 1, { provider: 'openai', key: 'sk-abc\u200bdef' }),
  );
  expect(answer).toMatchObject({ ok: true, value: { kind: 'refused' } });
});

test('a local server is recognised by its address and makes a picture', async ({ studio: { page } }) => {
  const server = await startAutomatic1111Double();
  try {
    await page.evaluate(() => (location.hash = '#/settings/providers'));
    const card = page.getByRole('region', { name: 'Local server' });
    await card.getByLabel('Address').fill(server.url.replace('http://', ''));
    await card.getByRole('button', { name: 'Detect' }).click();
    await expect(card.getByText('AUTOMATIC1111 with 1 model')).toBeVisible();
    await card.getByRole('button', { name: 'Use this server' }).click();
    await expect(card.getByText('Ready')).toBeVisible();

    await page.getByRole('link', { name: 'Create' }).click();
    await page.getByRole('button', { name: /Sketch picture/ }).click();
    await page.getByRole('textbox', { name: 'Search models' }).fill('dream');
    await page.getByRole('dialog').getByRole('button', { name: /dream/ }).first().click();
    await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a castle');
    await page.getByRole('button', { name: /^Generate/ }).click();
    // The first time, the studio says who gets the prompt.
    await page.getByRole('button', { name: 'Send and generate' }).click();
    await expect(page.getByRole('link', { name: 'Open: a castle' })).toBeVisible({ timeout: 30_000 });
    expect(server.submissions).toBe(1);
  } finally {
    await server.close();
  }
});

test('an address where nothing answers says so', async ({ studio: { page } }) => {
  await page.evaluate(() => (location.hash = '#/settings/providers'));
  const card = page.getByRole('region', { name: 'Local server' });
  await card.getByLabel('Address').fill('127.0.0.1:9');
  await card.getByRole('button', { name: 'Detect' }).click();
  await expect(
    card
      .getByRole('alert')
      .or(card.getByText(/not answering|could not be reached|nothing answers/i))
      .first(),
  ).toBeVisible({ timeout: 20_000 });
});
