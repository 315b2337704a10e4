import { statSync } from 'node:fs';
import { expect, test, type Studio } from './fixtures.ts';

async function generate({ page }: Studio, prompt: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Generate · free' }).click();
}

const tiles = ({ page }: Studio) => page.getByRole('grid').getByRole('gridcell');

test('the first start greets, then works at once, with no account and no network', async ({ studio }) => {
  const { page, data } = studio;
  await page.goto(page.url().replace(/#.*/, '#/create'));
  await generate(studio, 'a lighthouse at dusk');
  const result = page.getByRole('img', { name: /a lighthouse at dusk/ }).first();
  await expect(result).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Sketch understood: lighthouse, dusk.')).toBeVisible({ timeout: 30_000 });
  expect(statSync(`${data}/library.sqlite`).size).toBeGreaterThan(0);
});

test.describe('first start', () => {
  test.use({ welcomed: false });
  test('says where files are kept and what leaves the machine, once', async ({ studio }) => {
    await expect(studio.page.getByText(studio.data)).toBeVisible();
    await expect(studio.page.getByText('Nothing leaves this machine yet')).toBeVisible();
    await studio.page.getByRole('button', { name: 'Start creating' }).click();
    await expect(studio.page.getByRole('textbox', { name: 'Prompt', exact: true })).toBeVisible();
    await studio.restart();
    await expect(studio.page.getByRole('textbox', { name: 'Prompt', exact: true })).toBeVisible();
  });
});

test('made, found, opened, searched, made again from its recipe, and still there after a restart', async ({
  studio,
}) => {
  await generate(studio, 'sailing boat at sunset');
  await expect(studio.page.getByText(/Sketch understood/)).toBeVisible({ timeout: 30_000 });
  await generate(studio, 'desert dunes at noon');
  await expect(studio.page.getByText(/dunes/).first()).toBeVisible();

  await studio.page.getByRole('link', { name: 'My Creations' }).click();
  await expect(tiles(studio)).toHaveCount(2, { timeout: 30_000 });
  await studio.page.getByRole('searchbox', { name: 'Search prompts' }).fill('sail');
  await expect(tiles(studio)).toHaveCount(1);
  await tiles(studio).first().click();
  await expect(studio.page.getByRole('img', { name: 'sailing boat at sunset' })).toBeVisible();
  await expect(studio.page.getByText('1024 × 1024 px')).toBeVisible();

  await studio.page.keyboard.press('a');
  const prompt = studio.page.getByRole('textbox', { name: 'Prompt', exact: true });
  await expect(prompt).toHaveValue('sailing boat at sunset');
  await studio.page.getByRole('button', { name: 'Generate · free' }).click();
  await studio.page.getByRole('link', { name: 'My Creations' }).click();
  await studio.page.getByRole('searchbox', { name: 'Search prompts' }).fill('');
  await expect(tiles(studio)).toHaveCount(3, { timeout: 30_000 });

  await studio.restart();
  await studio.page.getByRole('link', { name: 'My Creations' }).click();
  await expect(tiles(studio)).toHaveCount(3);
  // The recipe carried the seed, so the file is the same to the byte.
  const hashes = await studio.page.evaluate(async () => {
    const index = await window.studio.request('library.index', 1, {});
    if (!index.ok) throw new Error(index.error.message);
    const ids = [...(index.value as { ids: Float64Array }).ids];
    const many = await window.studio.request('library.many', 2, { ids });
    if (!many.ok) throw new Error(many.error.message);
    return (many.value as { sha256: string; recipe: { prompt: string } }[])
      .filter((creation) => creation.recipe.prompt === 'sailing boat at sunset')
      .map((creation) => creation.sha256);
  });
  expect(hashes).toHaveLength(2);
  expect(new Set(hashes).size).toBe(1);
});

test('a clip is made, gets a poster, and plays', async ({ studio }) => {
  const { page } = studio;
  await page.getByRole('button', { name: /Sketch picture/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Sketch clip/ })
    .click();
  await generate(studio, 'waves at night');
  await page.getByRole('link', { name: 'My Creations' }).click();
  await expect(tiles(studio)).toHaveCount(1, { timeout: 60_000 });
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const index = await window.studio.request('library.index', 1, {});
          const id = index.ok ? (index.value as { ids: Float64Array }).ids[0] : 0;
          return (await fetch(`/media/thumb/256/${id}`)).status;
        }),
      { timeout: 30_000 },
    )
    .toBe(200);
  await tiles(studio).first().click();
  const video = page.locator('video').first();
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.duration)).toBeCloseTo(3, 0);
  await video.evaluate((element: HTMLVideoElement) => {
    element.currentTime = 2;
  });
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState))
    .toBeGreaterThanOrEqual(2);
});

test('work goes on while the page is left, and can be cancelled', async ({ studio }) => {
  const { page } = studio;
  await page
    .getByRole('spinbutton', { name: 'How many' })
    .or(page.getByRole('textbox', { name: 'How many' }))
    .fill('4');
  await generate(studio, 'aurora over a forest in snow');
  await page.getByRole('link', { name: 'Activity' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'aurora over a forest in snow' });
  await expect(row.getByRole('progressbar')).toBeVisible();
  await row.getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Cancel' }).click();
  await expect(row.getByText(/Cancelled/)).toBeVisible();
  const status = await page.evaluate(() => window.studio.request('jobs.status', 1, {}));
  expect(status).toMatchObject({ ok: true, value: { active: 0, queued: 0 } });
});
