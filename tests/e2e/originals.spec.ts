import { existsSync, mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { answerDialog, expect, test, type Studio } from './fixtures.ts';

const settings = { welcomed: true, policyVersionSeen: '2026-01-31' };
test.use({ files: { 'settings.json': JSON.stringify(settings) } });

const tiles = ({ page }: Studio) => page.getByRole('grid').getByRole('gridcell');

/** A folder beside the data folder with a picture that nobody is writing any more. */
async function folderWith(studio: Studio, name: string, colour: string): Promise<string> {
  const folder = join(studio.data, '..', name);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${colour.slice(1)}.png`);
  const picture = sharp({ create: { width: 640, height: 480, channels: 3, background: colour } });
  writeFileSync(path, await picture.png().toBuffer());
  const before = new Date(2024, 2, 5);
  utimesSync(path, before, before);
  return folder;
}

test('files are left in place by choice, asked once; one that was moved is missing until it is located', async ({
  studio,
}) => {
  const { page } = studio;
  const folder = await folderWith(studio, 'kept here', '#aa3355');
  await answerDialog(studio, folder);
  await page.getByRole('link', { name: 'My Creations' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByRole('menuitem', { name: /A folder/ }).click();
  const choice = page.getByRole('dialog', { name: 'Where should imported files be kept?' });
  await choice.getByRole('radio', { name: 'Leave them where they are' }).click();
  await choice.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('1 creation imported')).toBeVisible({ timeout: 30_000 });
  await expect(tiles(studio)).toHaveCount(1);

  // The second time nothing is asked.
  const second = await folderWith(studio, 'kept here too', '#3355aa');
  await answerDialog(studio, second);
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByRole('menuitem', { name: /A folder/ }).click();
  await expect(tiles(studio)).toHaveCount(2);

  const moved = join(studio.data, '..', 'moved');
  renameSync(second, moved);
  await studio.restart();
  const again = studio.page;
  await again.getByRole('link', { name: 'My Creations' }).click();
  const missing = again.getByRole('gridcell', { name: /its file is missing/ });
  await expect(missing).toHaveCount(1);
  await missing.dblclick();
  await expect(again.getByRole('heading', { name: 'The file is missing' })).toBeVisible();
  await answerDialog(studio, moved);
  await again.getByRole('button', { name: 'Locate…' }).click();
  await expect(again.getByText('1 file found again. Nothing is missing any more.')).toBeVisible();
  await expect(again.getByRole('heading', { name: 'The file is missing' })).toBeHidden();
  expect(existsSync(join(moved, '3355aa.png'))).toBe(true);
});

test('a watched folder brings in what is there and what comes', async ({ studio }) => {
  const { page } = studio;
  const folder = await folderWith(studio, 'watched', '#228855');
  await answerDialog(studio, folder);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Storage' }).click();
  await page.getByRole('button', { name: 'Add a folder…' }).click();
  const question = page.getByRole('dialog', { name: 'Watch a folder' });
  await question.getByRole('button', { name: 'Choose a folder' }).click();
  const list = page.getByRole('list', { name: 'Watched folders' });
  await expect(list.getByTitle(folder)).toBeVisible();
  await expect(list.getByText(/^Watching · /)).toBeVisible();
  // The same one again is refused in plain words.
  await page.getByRole('button', { name: 'Add a folder…' }).click();
  await question.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(page.getByText(/This folder is watched already/).first()).toBeVisible();

  await page.getByRole('link', { name: 'My Creations' }).click();
  await expect(tiles(studio)).toHaveCount(1);
  await folderWith(studio, 'watched', '#882255');
  await expect(tiles(studio)).toHaveCount(2, { timeout: 20_000 });
});
