import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { sampleMp4, samplePng } from '../doubles/media-samples.ts';
import { signFile } from '../support/credentials-signer.ts';
import { answerDialog, expect, test, type Studio } from './fixtures.ts';

/** Imports a folder with what `fill` puts into it, and shows it in the grid. */
async function importFrom(studio: Studio, fill: (folder: string) => Promise<unknown>): Promise<void> {
  const { page, data } = studio;
  const folder = join(data, '..', 'to import');
  mkdirSync(folder, { recursive: true });
  await fill(folder);
  await answerDialog(studio, folder);
  await page.getByRole('link', { name: 'My Creations' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  await page.getByRole('menuitem', { name: /A folder/ }).click();
  await expect(page.getByText(/creations? imported/)).toBeVisible({ timeout: 60_000 });
}

/** Waits until every picture with an address of this kind has its pixels, and there is one. */
async function arrived({ page }: Studio, kind: 'original' | 'screen' | 'tile/\\d+/0'): Promise<void> {
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

test('a long prompt is folded, and opens', async ({ studio }) => {
  const { page } = studio;
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a forest at dawn '.repeat(200));
  await page.getByRole('button', { name: /^Generate/ }).click();
  await page.getByRole('link', { name: 'My Creations' }).click();
  await page.getByRole('gridcell').first().dblclick();
  const notes = page.getByRole('textbox', { name: 'Notes' });
  await expect(notes).toBeInViewport();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(notes).not.toBeInViewport();
  await page.getByRole('button', { name: 'Show less' }).click();
  await expect(notes).toBeInViewport();
});

/** Where the divider is, in per cent. */
const divider = ({ page }: Studio) => page.getByRole('slider', { name: 'Divider' });

test('two pictures of different sizes are compared by keyboard, and what changed is told', async ({
  studio,
}) => {
  const { page } = studio;
  const picture = (width: number, height: number, background: string) =>
    sharp({ create: { width, height, channels: 3, background } }).png();
  await importFrom(studio, (folder) =>
    Promise.all([
      picture(400, 300, '#c33').toFile(join(folder, 'red.png')),
      picture(300, 600, '#33c').toFile(join(folder, 'blue.png')),
    ]),
  );
  await page.getByRole('grid').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('c');
  await expect(page.getByRole('heading', { name: 'Compare' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Picture size .*400 × 300 px/ })).toContainText('300 × 600 px');

  await page.keyboard.press('1');
  await page.keyboard.press('ArrowLeft');
  await expect(divider(studio)).toHaveAttribute('aria-valuenow', '48');
  await divider(studio).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(divider(studio)).toHaveAttribute('aria-valuetext', '58 % left');

  await page.keyboard.press('2');
  await expect(divider(studio)).toHaveCount(0);
  const placed = () =>
    page.locator('[data-stage] img').evaluateAll((all) =>
      all.map((one) => {
        const { scale, x, y } =
          /translate\((?<x>[-\d.]+)px, (?<y>[-\d.]+)px\) scale\((?<scale>[\d.]+)\)/.exec(one.style.transform)
            ?.groups ?? { scale: '', x: '', y: '' };
        return { scale: Number(scale), x, y };
      }),
    );
  await expect.poll(placed).toHaveLength(2);
  const before = await placed();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('+');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await placed())[0]?.x).not.toBe(before[0]?.x);
  const [left, right] = await placed();
  expect([left?.x, left?.y]).toEqual([right?.x, right?.y]);
  expect((left?.scale ?? 0) / (before[0]?.scale ?? 1)).toBeCloseTo(1.25 ** 6, 3);
  expect((right?.scale ?? 0) / (before[1]?.scale ?? 1)).toBeCloseTo(1.25 ** 6, 3);

  await page.keyboard.press('f');
  await expect(page.getByText('Showing: Left')).toBeAttached();
  const shown = page.locator('[data-stage] img:visible');
  const first = await shown.getAttribute('src');
  await page.keyboard.press('Space');
  await expect(page.getByText('Showing: Right')).toBeAttached();
  await expect(shown).not.toHaveAttribute('src', first ?? '');
  await page.keyboard.press('x');
  await expect(shown).toHaveAttribute('src', first ?? '');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toBeVisible();
});

test('a comparison has an address: reloading keeps it, and back and forward lead through it', async ({
  studio,
}) => {
  const { page } = studio;
  const picture = (background: string) =>
    sharp({ create: { width: 400, height: 300, channels: 3, background } }).png();
  await importFrom(studio, (folder) =>
    Promise.all([
      picture('#c33').toFile(join(folder, 'red.png')),
      picture('#33c').toFile(join(folder, 'blue.png')),
    ]),
  );
  const heading = page.getByRole('heading', { name: 'Compare' });
  const save = page.getByRole('button', { name: 'Save a copy' });
  await page.getByRole('gridcell').first().dblclick();
  await expect(save).toBeVisible();
  await page.keyboard.press('c');
  await expect(heading).toBeVisible();
  const shown = () =>
    page.locator('[data-stage] img').evaluateAll((all) => all.map((one) => one.getAttribute('src')));
  await expect.poll(shown).toHaveLength(2);
  const before = await shown();
  await page.keyboard.press('x');
  await expect.poll(shown).toEqual(before.toReversed());
  await page.reload();
  await expect(heading).toBeVisible();
  await expect.poll(shown).toEqual(before.toReversed());
  await page.keyboard.press('Escape');
  await expect(save).toBeVisible();
  await page.evaluate(() => window.history.forward());
  await expect(heading).toBeVisible();
  await page.evaluate(() => window.history.back());
  await expect(save).toBeVisible();
  // Opened by its address alone, there is nothing before it: the left one is the way back.
  await page.evaluate(() => {
    const [, id = ''] = /library\/(\d+)/.exec(location.hash) ?? [];
    location.hash = `/library/${id}/compare/${id}`;
  });
  await expect(heading).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(save).toBeVisible();
  await page.evaluate(() => {
    location.hash = '/library/1/compare/2';
  });
  await expect(page.getByRole('heading', { name: 'This creation is not in the library' })).toBeVisible();
});

test('neighbours are on their way before they are asked for', async ({ studio }) => {
  const { page } = studio;
  await importFrom(studio, (folder) =>
    Promise.all(
      ['#c33', '#3c3', '#33c', '#cc3', '#3cc'].map((background, at) =>
        sharp({ create: { width: 400, height: 300, channels: 3, background } })
          .png()
          .toFile(join(folder, `${at}.png`)),
      ),
    ),
  );
  const asked = new Set<string>();
  page.on('request', (request) => {
    const [, id] = /\/media\/original\/(\d+)$/.exec(request.url()) ?? [];
    if (id) asked.add(id);
  });
  await expect(page.getByRole('gridcell')).toHaveCount(5);
  await page.getByRole('gridcell').nth(2).dblclick();
  await expect(page.getByText('3 of 5')).toBeVisible();
  await expect.poll(() => asked.size).toBe(3);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('4 of 5')).toBeVisible();
  await expect.poll(() => asked.size).toBe(4);
});

/** Files of the library's originals. */
function originalsOf({ data }: Studio): readonly string[] {
  return readdirSync(join(data, 'media'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test('a damaged original says that it is damaged and how, and a good copy puts it right', async ({
  studio,
}) => {
  const { page, data } = studio;
  await importFrom(studio, (folder) =>
    sharp({ create: { width: 640, height: 480, channels: 3, background: '#c33' } })
      .png()
      .toFile(join(folder, 'red.png')),
  );
  const [path = ''] = originalsOf(studio);
  writeFileSync(path, readFileSync(path).subarray(0, 64));
  await page.getByRole('gridcell').first().dblclick();
  await expect(page.getByRole('heading', { name: 'The file is damaged' })).toBeVisible();
  await expect(page.getByText(/^Only 64 B of its/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check the library' })).toBeVisible();
  await answerDialog(studio, join(data, '..', 'to import'));
  await page.getByRole('button', { name: 'Find a good copy…' }).click();
  await expect(page.getByText('1 file found again. Nothing is missing any more.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'The file is damaged' })).toBeHidden();
  await arrived(studio, 'original');
});

test('two clips run in step, a frame at a time as well; from the viewer and back to it', async ({
  studio,
}) => {
  const { page } = studio;
  await importFrom(studio, async (folder) => {
    writeFileSync(join(folder, 'short.mp4'), await sampleMp4(12));
    writeFileSync(join(folder, 'long.mp4'), await sampleMp4(24));
  });
  await page.getByRole('gridcell').first().dblclick();
  await expect(page.getByRole('slider', { name: 'Position' })).toBeVisible();
  await page.keyboard.press('c');
  await expect(page.getByRole('heading', { name: 'Compare' })).toBeVisible();
  const times = () =>
    page
      .locator('[data-stage] video')
      .evaluateAll((all) =>
        all.map((one) => (one instanceof HTMLVideoElement && one.readyState > 1 ? one.currentTime : NaN)),
      );
  await expect.poll(async () => (await times()).every((time) => time > 0)).toBe(true);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('slider', { name: 'Position' }).focus();
  await page.keyboard.press('Home');
  await expect.poll(times).toEqual([0, 0]);
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await expect.poll(async () => Math.min(...(await times()))).toBeGreaterThan(0.01);
  const [one = 0, other = 1] = await times();
  expect(Math.abs(one - other)).toBeLessThan(0.001);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Save a copy' })).toBeVisible();
});
