import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { composeScene } from '../../shared/sketch/compose.ts';
import { answerDialog, expect, test, type Studio } from './fixtures.ts';

const tiles = ({ page }: Studio) => page.getByRole('grid').getByRole('gridcell');
const scenes = ['a lighthouse at dusk', 'a city at night', 'a planet with rings', 'a great tree in autumn'];

/** Four different pictures, and two of them again: smaller, and saved as a poor JPEG. */
async function importPictures(studio: Studio): Promise<void> {
  const { page, data } = studio;
  const folder = join(data, '..', 'pictures');
  mkdirSync(folder, { recursive: true });
  const [width, height] = [480, 320];
  for (const [at, prompt] of scenes.entries()) {
    const { frame } = composeScene({ prompt, negative: '', seed: 7, width, height });
    const picture = sharp(frame(0), { raw: { width, height, channels: 3 } });
    writeFileSync(join(folder, `${at}.png`), await picture.clone().png().toBuffer());
    if (at === 0)
      writeFileSync(join(folder, 'small.png'), await picture.clone().resize(240).png().toBuffer());
    if (at === 1)
      writeFileSync(join(folder, 'poor.jpg'), await picture.clone().jpeg({ quality: 50 }).toBuffer());
  }
  await answerDialog(studio, folder);
  await page.getByRole('link', { name: 'My Creations' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByRole('menuitem', { name: /A folder/ }).click();
  await expect(tiles(studio)).toHaveCount(6, { timeout: 30_000 });
}

async function focusFirst({ page }: Studio): Promise<void> {
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
}

test('near-duplicates stand side by side, and their spares go to the trash and come back', async ({
  studio,
}) => {
  const { page } = studio;
  await importPictures(studio);
  await page.getByRole('button', { name: 'Find near-duplicates' }).click();
  const groups = page.getByRole('list', { name: 'Near-duplicates' }).getByRole('listitem');
  await expect(groups).toHaveCount(2);
  // Of a picture and its smaller copy the larger is ticked to stay.
  await expect(page.getByRole('button', { name: /240 × 160/, pressed: false })).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Keep/, pressed: true })).toHaveCount(2);
  await page.getByRole('button', { name: 'Trash all 2 spares' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Trash 2 spares' }).click();
  await expect(page.getByRole('heading', { name: 'No two creations look the same' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(groups).toHaveCount(2);
});

test('one key shows what looks like a creation, another leads back', async ({ studio }) => {
  const { page } = studio;
  await importPictures(studio);
  await page.getByRole('searchbox').fill('size:<=240');
  await expect(tiles(studio)).toHaveCount(1);
  await focusFirst(studio);
  await page.keyboard.press('Shift+L');
  await expect(page.getByText('Looks alike')).toBeVisible();
  await expect(tiles(studio)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(tiles(studio)).toHaveCount(1);
});

test('notes are kept while they are typed, found, and taken back; many at once by one key', async ({
  studio,
}) => {
  await importPictures(studio);
  await focusFirst(studio);
  await studio.page.keyboard.press('Enter');
  // The same key asks for a note in the grid, as long as that is what is seen.
  await expect(studio.page.getByRole('textbox', { name: 'Notes' })).toBeVisible();
  await studio.page.keyboard.press('n');
  await expect(studio.page.getByRole('textbox', { name: 'Notes' })).toBeFocused();
  await studio.page.keyboard.type('For the poster');
  await expect(studio.page.getByText('Saved', { exact: true })).toBeVisible();
  await studio.restart();

  const { page } = studio;
  await page.getByRole('link', { name: 'My Creations' }).click();
  await page.getByRole('searchbox').fill('note:post');
  await expect(tiles(studio)).toHaveCount(1);
  await page.getByRole('searchbox').fill('-has:note');
  await expect(tiles(studio)).toHaveCount(5);
  await page.getByRole('searchbox').fill('');
  await expect(tiles(studio)).toHaveCount(6);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Note on 6 creations' });
  await dialog.getByRole('textbox').fill('batch of November');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('searchbox').fill('note:november');
  await expect(tiles(studio)).toHaveCount(6);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('searchbox').fill('has:note');
  await expect(tiles(studio)).toHaveCount(1);
});

test('a saved search brings back words and filters, in the order it is given', async ({ studio }) => {
  const { page } = studio;
  await importPictures(studio);
  await focusFirst(studio);
  await page.keyboard.press('5');
  await expect(page.getByRole('gridcell', { name: /5 stars/ })).toHaveCount(1);
  await page.getByRole('button', { name: /^Rating/ }).click();
  await page.getByRole('menuitemcheckbox', { name: '★★★★★' }).click();
  await expect(tiles(studio)).toHaveCount(1);
  const shelves = page.getByRole('navigation', { name: 'Collections and searches' });
  await page.getByRole('button', { name: 'Show collections and searches' }).click();
  for (const name of ['Best', 'Best images']) {
    await shelves.getByRole('button', { name: 'Save this search' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.keyboard.press('Enter');
    await expect(shelves.getByRole('button', { name, exact: true })).toBeVisible();
    if (name === 'Best') await page.getByRole('searchbox').fill('is:image');
  }
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(tiles(studio)).toHaveCount(6);
  await shelves.getByRole('button', { name: 'Best', exact: true }).click();
  await expect(tiles(studio)).toHaveCount(1);
  await expect(page.getByRole('searchbox')).toHaveValue('');

  await shelves.getByRole('button', { name: 'More for Best images' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect(shelves.getByRole('button', { name: /^Best/ })).toHaveText(['Best images', 'Best']);

  const all = shelves.getByRole('button', { name: 'All creations' });
  await expect(all).not.toHaveAttribute('aria-current');
  await all.click();
  await expect(tiles(studio)).toHaveCount(6);
  await expect(all).toHaveAttribute('aria-current', 'true');
});

test('a collection is put in order by dragging and by key, and every move is taken back', async ({
  studio,
}) => {
  const { page } = studio;
  await importPictures(studio);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+Shift+A');
  await page.getByRole('dialog').getByRole('button', { name: 'New collection' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Trip');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const shelves = page.getByRole('navigation', { name: 'Collections and searches' });
  await shelves.getByRole('button', { name: /^Trip/ }).click();
  await expect(tiles(studio)).toHaveCount(6);
  const order = () => tiles(studio).evaluateAll((all) => all.map(({ id }) => id));
  const [a, b, c, d, e, f] = await order();

  // Between the first and the second.
  const second = await tiles(studio).nth(1).boundingBox();
  await tiles(studio)
    .nth(3)
    .dragTo(tiles(studio).nth(1), { targetPosition: { x: 8, y: (second?.height ?? 0) / 2 } });
  await expect.poll(order).toEqual([a, d, b, c, e, f]);
  await expect(page.getByText('1 creation moved to place 2 of 6')).toBeVisible();
  await page.keyboard.press('u');
  await expect.poll(order).toEqual([a, b, c, d, e, f]);

  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(order).toEqual([c, a, b, d, e, f]);
  await page.keyboard.press('Alt+End');
  await expect.poll(order).toEqual([c, d, e, f, a, b]);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(order).toEqual([c, a, b, d, e, f]);

  await studio.restart();
  await studio.page.getByRole('link', { name: 'My Creations' }).click();
  await studio.page
    .getByRole('navigation', { name: 'Collections and searches' })
    .getByRole('button', { name: /^Trip/ })
    .click();
  await expect
    .poll(() => tiles(studio).evaluateAll((all) => all.map(({ id }) => id)))
    .toEqual([c, a, b, d, e, f]);
});
