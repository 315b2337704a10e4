import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { answerDialog, expect, test, type Studio } from './fixtures.ts';

const tiles = ({ page }: Studio) => page.getByRole('grid').getByRole('gridcell');
const selectedTiles = ({ page }: Studio) => page.getByRole('grid').getByRole('gridcell', { selected: true });
const grid = ({ page }: Studio) => page.getByRole('grid');

/** Pictures of several shapes and colours, imported from a folder. */
async function importPictures(studio: Studio, count: number): Promise<void> {
  const { page, data } = studio;
  const folder = join(data, '..', 'to import');
  mkdirSync(folder, { recursive: true });
  for (let place = 0; place < count; place += 1) {
    const shape = { width: 160 + (place % 3) * 40, height: 160 + (place % 4) * 20 };
    const background = { r: (place * 53) % 256, g: (place * 97) % 256, b: (place * 151) % 256 };
    const file = join(folder, `picture ${String(place).padStart(3, '0')}.png`);
    await sharp({ create: { ...shape, channels: 3, background } })
      .png()
      .toFile(file);
  }
  await answerDialog(studio, folder);
  await page.getByRole('link', { name: 'My Creations' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByRole('menuitem', { name: /A folder/ }).click();
  await expect(page.getByText(`${count} creations imported`)).toBeVisible({ timeout: 60_000 });
  await tiles(studio).first().waitFor();
}

/** The originals in the library. */
function mediaFiles({ data }: Studio): readonly string[] {
  const media = join(data, 'media');
  const names = readdirSync(media, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.png')).map((name) => join(media, name));
}

async function boxOf(target: Locator) {
  const box = await target.boundingBox();
  if (!box) throw new Error('not in view');
  return box;
}

test('a band drawn beside the tiles selects what it touches, with Shift besides; Escape gives it up', async ({
  studio,
}) => {
  const { page } = studio;
  await importPictures(studio, 30);
  const view = await boxOf(grid(studio));
  const first = await boxOf(tiles(studio).first());
  const edge = { x: view.x + 6, y: view.y + 2 };

  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(first.x + 20, first.y + 20);
  await page.mouse.move(first.x + 30, first.y + 30);
  await expect(selectedTiles(studio)).toHaveCount(1);
  await page.mouse.up();
  await expect(page.getByRole('toolbar', { name: /^1 selected/ })).toBeVisible();

  // Shift adds: a band down the left side takes the first of every row in it.
  await page.keyboard.down('Shift');
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(first.x + 4, first.y + first.height + 40);
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.getByRole('toolbar', { name: /^2 selected/ })).toBeVisible();

  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(view.x + view.width - 80, first.y + 20);
  await expect.poll(() => selectedTiles(studio).count()).toBeGreaterThan(2);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.getByRole('toolbar', { name: /^2 selected/ })).toBeVisible();
  await expect(selectedTiles(studio)).toHaveCount(2);

  await page.mouse.click(edge.x, view.y + 40);
  await expect(page.getByRole('toolbar', { name: /selected/ })).toHaveCount(0);

  // What is deleted by key hands the mark on to the next one.
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const third = await tiles(studio).nth(2).getAttribute('id');
  await page.keyboard.press('Delete');
  await expect(grid(studio)).toHaveAttribute('aria-activedescendant', third ?? '');
  await expect(tiles(studio).nth(1)).toHaveAttribute('id', third ?? '');
});

test('a tile that is held begins a band, which follows beyond the edge to the very last', async ({
  studio,
}) => {
  const { page } = studio;
  await importPictures(studio, 60);
  await page.setViewportSize({ width: 960, height: 640 });
  const view = await boxOf(grid(studio));
  const first = await boxOf(tiles(studio).first());
  await page.mouse.move(first.x + 60, first.y + 60);
  await page.mouse.down();
  await expect(selectedTiles(studio)).toHaveCount(1);
  await page.mouse.move(view.x + view.width - 60, view.y + view.height - 2);
  const atEnd = () =>
    grid(studio).evaluate(
      ({ scrollTop, scrollHeight, clientHeight }) => scrollHeight - clientHeight - scrollTop,
    );
  await expect.poll(atEnd, { timeout: 20_000 }).toBeLessThan(2);
  await page.mouse.up();
  await expect(page.getByRole('toolbar', { name: /^60 selected/ })).toBeVisible();
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('a tile dragged out is a copy of the original with a readable name; dropped inside, it is the creation', async ({
  studio,
}) => {
  await importPictures(studio, 3);
  const { app, page } = studio;
  // The stand-in has no system drag and says so to the window: here it is to believe there is one.
  await app.evaluate(() => {
    process.env['VIDEOPICAI_HOST'] = 'electron';
  });
  await page.reload();
  await page.getByRole('link', { name: 'My Creations' }).click();
  await tiles(studio).first().waitFor();

  const dragged = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<{ file: string; files: string[] }>((resolve) => {
        const [window] = BrowserWindow.getAllWindows();
        if (!window) throw new Error('no window');
        window.webContents.startDrag = (item) =>
          resolve({ file: item.file, files: 'files' in item ? [...(item.files ?? [])] : [] });
      }),
  );
  const first = await boxOf(tiles(studio).first());
  const from = { x: first.x + first.width / 2, y: first.y + first.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 30, { steps: 4 });
  const { file, files } = await dragged;
  expect(files).toEqual([file]);
  expect(basename(file)).toMatch(/^\d{4}-\d{2}-\d{2}.*\.png$/);
  const originals = mediaFiles(studio).map((path) => readFileSync(path));
  expect(originals.some((bytes) => bytes.equals(readFileSync(file)))).toBe(true);

  // As Chromium brings back what the system drags over the window.
  const link = await boxOf(page.getByRole('link', { name: 'Create', exact: true }));
  const over = { x: link.x + link.width / 2, y: link.y + link.height / 2 };
  const session = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      type,
      ...over,
      data: { items: [], files, dragOperationsMask: 1 },
    });
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toBeVisible();
  await page.mouse.up();
  await page.getByRole('link', { name: 'My Creations' }).click();
  await expect(tiles(studio)).toHaveCount(3);
});

/** The grid is laid out anew whenever a picture has been decoded, before the frame in which it would be shown. */
async function relayoutWithEachPicture(page: Page): Promise<void> {
  await page.evaluate(() => {
    const enlarge = () =>
      document
        .querySelector('input[aria-label="Picture size"]')
        ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    // After all that waits for the picture, and in the same task.
    const afterwards = (steps: number): void =>
      steps === 0 ? void enlarge() : queueMicrotask(() => afterwards(steps - 1));
    const decode = Reflect.get(HTMLImageElement.prototype, 'decode');
    HTMLImageElement.prototype.decode = function () {
      const arrived = decode.call(this);
      void arrived.then(
        () => afterwards(50),
        () => {},
      );
      return arrived;
    };
  });
}

test('a picture that is damaged shows a broken tile with its reason, and stops nothing', async ({
  studio,
}) => {
  await importPictures(studio, 6);
  const files = mediaFiles(studio);
  expect(files).toHaveLength(6);
  const [damaged = ''] = files;
  await studio.app.close();
  writeFileSync(damaged, 'no picture any more');
  for (const name of readdirSync(studio.data))
    if (name.startsWith('thumb')) rmSync(join(studio.data, name), { recursive: true });
  await studio.restart();
  const { page } = studio;
  await relayoutWithEachPicture(page);
  await page.getByRole('link', { name: 'My Creations' }).click();
  await expect(grid(studio).locator('[data-state=shown]')).toHaveCount(5);
  const broken = grid(studio).locator('[data-state=failed]');
  await expect(broken).toHaveCount(1);
  await expect(broken).toHaveAccessibleName(/cannot be (read|shown)|unreadable/i);
  await expect(broken).toHaveAttribute('title', /\S/);
});
