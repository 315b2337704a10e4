import { ask, expect, test, type Studio } from './fixtures.ts';

/** What is done to one creation is done to ten thousand, and taken back. */

test.use({ creations: 10_400 });

async function count({ page }: Studio, text: string): Promise<number> {
  return ((await ask(page, 'library.page', { query: { text }, limit: 1 })) as { total: number }).total;
}

const order = async ({ page }: Studio) =>
  ((await ask(page, 'library.page', { query: {}, limit: 2000 })) as { index: { ids: Float64Array } }).index
    .ids;

test('ten thousand are marked, tagged, collected, trashed, and all of it is undone', async ({ studio }) => {
  const { page } = studio;
  await page.getByRole('link', { name: 'My Creations' }).click();
  const total = await count(studio, '');
  expect(total).toBeGreaterThan(10_000);
  const many = total.toLocaleString('en');
  const before = await order(studio);
  const favourites = await count(studio, 'is:favourite');
  expect(favourites).toBeGreaterThan(0);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('toolbar', { name: `${many} selected` })).toBeVisible();
  const undo = async () => {
    await page.getByRole('grid').focus();
    await page.keyboard.press('u');
  };

  await page.keyboard.press('4');
  await expect.poll(() => count(studio, 'rating:4')).toBe(total);
  await undo();
  await expect.poll(() => count(studio, 'rating:4')).toBe(0);

  // What was favoured before stays so.
  await page.keyboard.press('f');
  await expect.poll(() => count(studio, 'is:favourite')).toBe(total);
  await undo();
  await expect.poll(() => count(studio, 'is:favourite')).toBe(favourites);

  await page.keyboard.press('t');
  await page.getByRole('dialog').getByRole('textbox').fill('bulk');
  await page.keyboard.press('Enter');
  await expect.poll(() => count(studio, 'tag:bulk')).toBe(total);
  await undo();
  await expect.poll(() => count(studio, 'tag:bulk')).toBe(0);

  await page.keyboard.press('Control+Shift+A');
  await page.getByRole('dialog').getByRole('button', { name: 'New collection' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('All of it');
  await page.keyboard.press('Enter');
  const shelves = page.getByRole('navigation', { name: 'Collections and searches' });
  await expect(shelves.getByRole('button', { name: `All of it ${many}` })).toBeVisible();
  await undo();
  await expect(shelves.getByRole('button', { name: 'All of it 0' })).toBeVisible();

  await page.keyboard.press('Delete');
  await expect.poll(() => count(studio, '')).toBe(0);
  await expect(page.getByRole('gridcell')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => count(studio, '')).toBe(total);
  expect(await order(studio)).toEqual(before);
  await expect(page.getByRole('gridcell').first()).toBeVisible();
});
