import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { startAutomatic1111Double } from '../doubles/local-servers.ts';
import { expect, test, type Studio } from './fixtures.ts';

async function drawOne({ page }: Studio, prompt: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Generate · free' }).click();
  await expect(page.getByRole('link', { name: `Open: ${prompt}` })).toBeVisible({ timeout: 30_000 });
}

async function openNewest({ page }: Studio): Promise<void> {
  await page.getByRole('link', { name: 'My Creations' }).click();
  await page.getByRole('gridcell').first().click();
  await page.getByRole('complementary', { name: 'Details' }).waitFor();
}

const lineage = (page: Page) => page.getByRole('region', { name: 'Lineage' });

async function axeFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

test('variations know what they came from, are shown with it, and outlive it', async ({ studio }) => {
  test.slow();
  const { page } = studio;
  await drawOne(studio, 'a lighthouse at dusk');
  await openNewest(studio);
  await expect(lineage(page)).toHaveCount(0);

  await page.keyboard.press('v');
  await expect(page.getByText('Variation of a lighthouse at dusk')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue(
    'a lighthouse at dusk',
  );
  await page.getByRole('button', { name: 'Generate · free' }).click();
  await page.getByRole('link', { name: 'My Creations' }).click();
  await expect(page.getByRole('gridcell')).toHaveCount(5, { timeout: 30_000 });
  await page.getByRole('gridcell').first().click();
  await expect(lineage(page).getByRole('button', { name: 'Compare with what it came from' })).toBeVisible();
  await lineage(page).getByRole('link', { name: 'Varied: a lighthouse at dusk' }).press('Enter');
  await expect(lineage(page).getByRole('link', { name: 'Variation: a lighthouse at dusk' })).toHaveCount(4);
  expect(await axeFindings(page)).toEqual([]);

  await page.keyboard.press('g');
  const graph = page.getByRole('group', { name: /^Lineage/ });
  await expect(graph.getByRole('link')).toHaveCount(5);
  await expect(page.getByText('0 before · 4 after')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await expect(graph.locator('[aria-current]')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(lineage(page).getByRole('link', { name: /^Varied/ })).toBeVisible();
  await lineage(page)
    .getByRole('link', { name: /^Varied/ })
    .click();
  await page.keyboard.press('g');
  await graph.waitFor();
  await page.keyboard.press('Escape');

  // The parent goes; its children stay and say so.
  await page.keyboard.press('Delete');
  await page.getByRole('link', { name: 'My Creations' }).click();
  await page.getByRole('button', { name: 'Open the trash' }).click();
  await page.getByRole('gridcell').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Erase for good' }).click();
  const question = page.getByRole('dialog', { name: /^Erase/ });
  await expect(question).toContainText('4 creations that were made from this stay');
  await question.getByRole('button', { name: 'Erase for good' }).click();
  await page.getByRole('button', { name: 'Back to My Creations' }).first().click();
  await page.getByRole('gridcell').first().click();
  await expect(lineage(page).getByLabel('Varied: Erased')).toBeVisible();
});

test('a recipe is copied as text and as JSON', async ({ studio }) => {
  const { page } = studio;
  await drawOne(studio, 'a lighthouse at dusk');
  await openNewest(studio);
  // The page may write to the clipboard, and read nothing: what is written is caught on its way.
  await page.evaluate(() => {
    navigator.clipboard.writeText = (copied) => {
      document.title = copied;
      return Promise.resolve();
    };
  });
  await page.keyboard.press('Control+Shift+C');
  await expect(page).toHaveTitle(/^a lighthouse at dusk\sSteps: .*Seed: \d+.*Model: sketch\/picture/);
  await page.getByRole('button', { name: 'Copy recipe' }).click();
  await page.getByRole('menuitem', { name: 'Copy recipe as JSON' }).click();
  await expect(page.getByText('Recipe copied').first()).toBeVisible();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(keys.getByText('Use in Create: Prompt')).toBeVisible();
  await expect(keys.getByText('Copy recipe as text')).toBeVisible();
  expect(JSON.parse(await page.title())).toMatchObject({
    prompt: 'a lighthouse at dusk',
    provider: 'sketch',
  });
});

test('what no model can do says what is missing and leads there', async ({ studio }) => {
  const { page } = studio;
  await drawOne(studio, 'a lighthouse at dusk');
  await openNewest(studio);
  await page.getByRole('button', { name: 'Animate' }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText('Replicate has your key');
  await question.getByRole('button', { name: 'Open providers' }).click();
  await expect(page.getByRole('region', { name: 'Replicate' })).toBeVisible();
});

test('a part of a picture is painted over and drawn anew, by pointer and by keyboard', async ({ studio }) => {
  const { page } = studio;
  const server = await startAutomatic1111Double();
  try {
    await drawOne(studio, 'a lighthouse at dusk');
    await page.evaluate(async (address) => {
      const { request } = window.studio;
      await request('providers.setServer', 1, { address, kind: 'automatic1111', workflow: null });
      await request('providers.acknowledge', 2, { provider: 'local-server' });
    }, server.url);
    await openNewest(studio);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();

    const painter = page.getByRole('dialog', { name: 'What should be drawn anew?' });
    const canvas = painter.getByRole('application');
    await expect(canvas.locator('canvas')).toBeVisible();
    await painter.getByRole('button', { name: 'Use this mask' }).click();
    await expect(painter.getByRole('alert')).toContainText('Nothing is painted yet');
    expect(await axeFindings(page)).toEqual([]);

    // In the middle by keyboard; a stroke in the upper left corner by pointer, which is taken back again.
    await canvas.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowRight');
    const box = await canvas.boundingBox();
    if (!box) throw new Error('There is nothing to paint on');
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.1);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.1, { steps: 4 });
    await page.mouse.up();
    await painter.getByRole('button', { name: 'Undo' }).click();
    await painter.getByRole('button', { name: 'Use this mask' }).click();
    await expect(page.getByRole('button', { name: 'Change the mask' })).toBeVisible();
    await expect(page.getByText('Edit of a lighthouse at dusk')).toBeVisible();

    await page.getByRole('button', { name: /^Generate/ }).click();
    const sent = await server.seen(({ path }) => path.endsWith('/img2img'));
    const body = JSON.parse(sent.body.toString()) as { mask: string; init_images: string[] };
    const sizeOf = async (base64: string) => {
      const { width, height } = await sharp(Buffer.from(base64, 'base64')).metadata();
      return { width, height };
    };
    expect(await sizeOf(body.mask)).toEqual(await sizeOf(body.init_images[0] ?? ''));
    const { data, info } = await sharp(Buffer.from(body.mask, 'base64'))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) =>
      data[Math.floor(info.height * y) * info.width + Math.floor(info.width * x)];
    expect([at(0.5, 0.5), at(0.15, 0.1), at(0.9, 0.9)]).toEqual([255, 0, 0]);

    await page.getByRole('link', { name: 'My Creations' }).click();
    await expect(page.getByRole('gridcell')).toHaveCount(2, { timeout: 30_000 });
    await page.getByRole('gridcell').first().click();
    await expect(lineage(page).getByRole('link', { name: 'Edited: a lighthouse at dusk' })).toBeVisible();
  } finally {
    await server.close();
  }
});
