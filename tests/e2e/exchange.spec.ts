import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { answerDialog, expect, test, type Studio } from './fixtures.ts';

const tiles = ({ page }: Studio) => page.getByRole('grid').getByRole('gridcell');

/** Two pictures, one of them twice, and what else lies about in a folder of pictures. */
async function folderOfFiles(root: string): Promise<string> {
  const folder = join(root, 'to import');
  mkdirSync(join(folder, 'deeper'), { recursive: true });
  const picture = (background: string) =>
    sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .png()
      .toBuffer();
  const red = await picture('#c33');
  writeFileSync(join(folder, 'red.png'), red);
  writeFileSync(join(folder, 'red again.png'), red);
  writeFileSync(join(folder, 'deeper', 'blue.png'), await picture('#33c'));
  writeFileSync(join(folder, 'notes.txt'), 'not a picture');
  writeFileSync(join(folder, 'empty.png'), '');
  writeFileSync(join(folder, 'cut short.png'), red.subarray(0, 60));
  return folder;
}

async function chooseToImport(studio: Studio, folder: string): Promise<void> {
  const { page } = studio;
  await answerDialog(studio, folder);
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByRole('menuitem', { name: /A folder/ }).click();
}

async function importFolder(studio: Studio): Promise<void> {
  const { page, data } = studio;
  await page.getByRole('link', { name: 'My Creations' }).click();
  // Beside the data folder: the studio does not import from its own.
  await chooseToImport(studio, await folderOfFiles(join(data, '..')));
  await expect(page.getByText('2 creations imported')).toBeVisible({ timeout: 30_000 });
}

test('a folder is imported: pictures taken in once, everything else told with its reason', async ({
  studio,
}) => {
  const { page } = studio;
  await importFolder(studio);
  await expect(tiles(studio)).toHaveCount(2);
  await expect(page.getByText(/1 already in the library · [23] skipped/)).toBeVisible();
  await page.getByRole('button', { name: 'Show skipped' }).click();
  const skipped = page.getByRole('dialog', { name: 'Skipped files' });
  await expect(skipped.getByText('empty.png')).toBeVisible();
  await expect(skipped.getByText('cut short.png')).toBeVisible();
});

test('a description that comes after its picture is found by its words at once', async ({ studio }) => {
  const { page, data } = studio;
  const folder = join(data, '..', 'described late');
  mkdirSync(folder);
  const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: '#3a6' } });
  writeFileSync(join(folder, 'boat.png'), await picture.png().toBuffer());
  await page.getByRole('link', { name: 'My Creations' }).click();
  await chooseToImport(studio, folder);
  await expect(tiles(studio)).toHaveCount(1);
  await page.getByRole('searchbox').fill('lighthouse');
  await expect(tiles(studio)).toHaveCount(0);

  writeFileSync(join(folder, 'boat.txt'), 'a lighthouse at dusk\nSteps: 20, Seed: 7, Model: later');
  await chooseToImport(studio, folder);
  await expect(tiles(studio)).toHaveCount(1);
});

test('ratings, collections and search by keyboard, and undo', async ({ studio }) => {
  const { page } = studio;
  await importFolder(studio);
  await tiles(studio).first().waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('4');
  await expect(page.getByRole('gridcell', { name: /4 stars/ })).toHaveCount(1);
  await page.getByRole('searchbox').fill('rating:>=4');
  await expect(tiles(studio)).toHaveCount(1);
  await page.getByRole('searchbox').fill('');
  await expect(tiles(studio)).toHaveCount(2);
  // In the field it takes back what was typed there, in the grid what was done last.
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('gridcell', { name: /4 stars/ })).toHaveCount(1);
  await page.getByRole('searchbox').fill('');
  await expect(tiles(studio)).toHaveCount(2);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('gridcell', { name: /4 stars/ })).toHaveCount(0);

  // A plain colour is like nothing, and that is said.
  await page.getByRole('grid').focus();
  await page.keyboard.press('Shift+L');
  await expect(page.getByText('There is nothing to compare')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tiles(studio)).toHaveCount(2);

  // A tag in use is taken with one press, and what a search leaves out of a selection is told.
  await page.getByRole('grid').focus();
  await page.keyboard.press('t');
  const tagging = page.getByRole('dialog', { name: 'Tag 1 creation' });
  await tagging.getByRole('textbox').fill('primary');
  await page.keyboard.press('Enter');
  await expect(tagging).toHaveCount(0);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('searchbox').fill('tag:primary');
  const selected = page.getByRole('toolbar', { name: '2 selected' });
  await expect(selected.getByText('1 not shown here')).toBeVisible();
  await selected.getByRole('button', { name: 'Add a tag…' }).click();
  await page.getByRole('group', { name: 'Tags in use' }).getByRole('button', { name: 'primary' }).click();
  await expect(tiles(studio)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('');

  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+Shift+A');
  await page.getByRole('dialog').getByRole('button', { name: 'New collection' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Primary colours');
  await page.keyboard.press('Enter');
  const shelf = page.getByRole('navigation', { name: 'Collections and searches' });
  await expect(shelf.getByRole('button', { name: 'Primary colours 2' })).toBeVisible();
  await shelf.getByRole('button', { name: 'Primary colours 2' }).click();
  await expect(tiles(studio)).toHaveCount(2);
});

test('an export is named by its template and carries the recipe, or nothing, as was chosen', async ({
  studio,
}) => {
  const { page, data } = studio;
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('sailing boat at sunset');
  await page.getByRole('button', { name: 'Generate · free' }).click();
  await expect(page.getByText(/Sketch understood/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'My Creations' }).click();
  await tiles(studio).first().waitFor();

  const exportAs = async (recipe: 'Embedded' | 'Left out', name: string): Promise<Buffer> => {
    const folder = join(data, name);
    mkdirSync(folder);
    await answerDialog(studio, folder);
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: 'Export 1 creation' });
    await dialog.getByRole('combobox', { name: 'Images' }).click();
    await page.getByRole('option', { name: 'PNG' }).click();
    await dialog.getByRole('radio', { name: recipe }).click();
    await dialog.getByRole('textbox', { name: 'File name' }).fill(`${name} {prompt}`);
    await expect(dialog.getByText(`${name} sailing boat at sunset.png`)).toBeVisible();
    await dialog.getByRole('button', { name: 'Choose a folder and export' }).click();
    await expect(dialog.getByText('1 file exported')).toBeVisible({ timeout: 30_000 });
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    expect(readdirSync(folder)).toEqual([`${name} sailing boat at sunset.png`]);
    return readFileSync(join(folder, `${name} sailing boat at sunset.png`));
  };
  expect((await exportAs('Embedded', 'whole')).includes('sailing boat at sunset')).toBe(true);
  expect((await exportAs('Left out', 'bare')).includes('sailing boat at sunset')).toBe(false);
});
