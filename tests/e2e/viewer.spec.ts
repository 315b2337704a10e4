import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { samplePng } from '../doubles/media-samples.ts';
import { signFile } from '../support/credentials-signer.ts';
import { expect, test, type Studio } from './fixtures.ts';

/** Imports a folder with what `fill` puts into it, and shows it in the grid. */
async function importFrom(studio: Studio, fill: (folder: string) => Promise<unknown>): Promise<void> {
  const { app, page, data } = studio;
  const folder = join(data, '..', 'to import');
  mkdirSync(folder, { recursive: true });
  await fill(folder);
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
  await page.getByRole('link', { name: 'My Creations' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByRole('menuitem', { name: /A folder/ }).click();
  await expect(page.getByText(/creations? imported/)).toBeVisible({ timeout: 60_000 });
}

/** Waits until every picture with an address of this kind has its pixels, and there is one. */
async function arrived({ page }: Studio, kind: 'screen' | 'tile/\\d+/0'): Promise<void> {
  await page.waitForFunction((wanted) => {
    const pictures = [...document.images].filter(({ src }) => new RegExp(`/media/${wanted}/`).test(src));
    return (
      pictures.length > 0 && pictures.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
    );
  }, kind);
}

test('100 megapixels: a rendition at once, and the tiles in view when looked at closely', async ({
  studio,
}) => {
  const { page } = studio;
  await importFrom(studio, async (folder) => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
    const grain = await sharp({ create: { width: 800, height: 512, channels: 3, background: '#000', noise } })
      .png()
      .toBuffer();
    await sharp(grain).resize(12_500, 8000).jpeg().toFile(join(folder, 'large.jpg'));
  });
  await page.getByRole('gridcell').first().dblclick();
  await arrived(studio, 'screen');
  // The original itself is never given to the window.
  const originals = page.locator('img[src*="/media/original/"]');
  await expect(originals).toHaveCount(0);
  await page.keyboard.press('Shift+Z');
  await expect(page.getByRole('button', { name: 'Zoom 100 %' })).toBeVisible();
  await arrived(studio, 'tile/\\d+/0');
  const count = await page.locator('img[src*="/media/tile/"]').count();
  expect(count).toBeLessThan(20);
  await page.keyboard.press('ArrowRight');
  await arrived(studio, 'tile/\\d+/0');
  await page.keyboard.press('Z');
  await expect(page.locator('img[src*="/media/tile/"]')).toHaveCount(0);
  await expect(originals).toHaveCount(0);
});

test('content credentials are told in a line that opens', async ({ studio }) => {
  const { page } = studio;
  await importFrom(studio, async (folder) =>
    writeFileSync(join(folder, 'signed.png'), signFile('png', samplePng(), { organisation: 'OpenAI' })),
  );
  await page.getByRole('gridcell').first().dblclick();
  await page.getByRole('button', { name: 'Signed by OpenAI · made with AI · signature intact' }).click();
  const details = page.getByRole('dialog', { name: 'Content credentials' });
  await expect(details.getByText('the file is the one that was signed')).toBeVisible();
  await expect(details.getByText('not checked against a trust list')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
});
