import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { LibraryIndex } from '../../shared/domain/creation.ts';
import { ask, expect, test } from './fixtures.ts';

/** Every page of the window, in both themes, empty and full: can be read, reached and used by everybody. */

const settingsPages = [
  'providers',
  'models',
  'spending',
  'storage',
  'appearance',
  'shortcuts',
  'privacy',
  'about',
].map((page) => `/settings/${page}`);
const sizes = [
  { width: 960, height: 640 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

async function open(page: Page, route: string): Promise<void> {
  await page.evaluate((to) => (window.location.hash = `#${to}`), route);
  await expect(
    page
      .getByRole('heading', { level: 1 })
      .or(page.getByRole('heading', { level: 2 }))
      .first(),
  ).toBeAttached();
  // Nothing on its way: no skeleton stands, nothing fades.
  await expect(page.locator('[class*=skeleton]')).toHaveCount(0, { timeout: 10_000 });
}

async function useTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await ask(page, 'settings.set', { theme });
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

/** What axe finds, in one line each; none is expected. */
async function findings(page: Page, rules?: string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules(rules) : axe)
    // A second page, as the other mode needs, is nothing that Electron can open.
    .setLegacyMode()
    // Sentinels that hand the focus on at once: nobody ever stands on one.
    .exclude('[data-base-ui-focus-guard]')
    .analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((node) => node.target.join(' '))
        .slice(0, 3)
        .join(' | ')}`,
  );
}

/** Whatever is cut off at the side, or has to be scrolled sideways. */
async function sidewaysOverflow(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40)}"`;
    const isShortened = (parent: Element | null) =>
      parent !== null && getComputedStyle(parent).textOverflow === 'ellipsis';
    const scrolls = [...document.querySelectorAll('*')].filter((element) => {
      const { overflowX } = getComputedStyle(element);
      const isScroller =
        overflowX === 'auto' || overflowX === 'scroll' || element === document.documentElement;
      return isScroller && element.scrollWidth > element.clientWidth + 1;
    });
    const cut = [...document.querySelectorAll('button, a[href], input, textarea, h1, h2')].filter(
      (element) => {
        const { left, right, width } = element.getBoundingClientRect();
        // The strip of neighbours in the viewer runs past both edges on purpose; a long name ends in dots.
        const runsOn = element.closest('nav[aria-label="Neighbours"]') ?? isShortened(element.parentElement);
        return width > 1 && !runsOn && (left < -1 || right > window.innerWidth + 1);
      },
    );
    return [...scrolls, ...cut].map(name);
  });
}

/** One visit to each page: axe in the dark, every size, then what the light theme changes, which is contrast. */
async function examine(page: Page, where: readonly string[]): Promise<void> {
  const problems: string[] = [];
  for (const route of where) {
    await useTheme(page, 'dark');
    await open(page, route);
    await settled(page);
    for (const finding of await findings(page)) problems.push(`dark ${route}: ${finding}`);
    for (const size of sizes) {
      await page.setViewportSize(size);
      for (const found of await sidewaysOverflow(page)) problems.push(`${size.width} px ${route}: ${found}`);
    }
    await page.setViewportSize(sizes[1]);
    await useTheme(page, 'light');
    await settled(page);
    for (const finding of await findings(page, ['color-contrast']))
      problems.push(`light ${route}: ${finding}`);
  }
  expect(problems).toEqual([]);
}

/** Draws pictures and waits until they are in the library. */
async function draw(page: Page, prompts: readonly string[]): Promise<void> {
  await ask(
    page,
    'jobs.enqueue',
    prompts.map((prompt, seed) => ({
      modelId: 'sketch/picture',
      prompt,
      seed,
      parameters: { size: '832x1216' },
    })),
  );
  await expect
    .poll(async () => (await ask(page, 'jobs.status', {})) as { done: number }, { timeout: 30_000 })
    .toMatchObject({ queued: 0, active: 0 });
}

/** Something in every part of the library's pages: two pictures that look alike, a shelf of each kind, notes. */
async function organise(page: Page): Promise<void> {
  await draw(page, awkward.slice(0, 1));
  const { index } = (await ask(page, 'library.page', { query: {} })) as { index: LibraryIndex };
  const ids = [...index.ids];
  await ask(page, 'notes.set', { changes: [{ ids, text: awkward.join('\n\n') }] });
  await ask(page, 'tags.set', { ids, name: 'snow', value: true });
  await ask(page, 'collections.create', { name: 'Winter' });
  await ask(page, 'searches.save', { name: `Foxes ${'w'.repeat(90)}`, query: { text: 'fox' } });
}

const awkward = [
  'A fox in the snow',
  `Unbroken ${'w'.repeat(3000)}`,
  'منارة على منحدر عند الغسق مع ضباب خفيف فوق البحر',
  '👩‍🚀👨‍👩‍👧‍👦 🏳️‍🌈 a planet 🪐 '.repeat(12),
];

test('empty pages: nothing to find for axe, nothing cut off', async ({ studio: { page } }) => {
  await examine(page, ['/create', '/library', '/library/duplicates', '/activity', '/nowhere']);
});

test('settings: nothing to find for axe, nothing cut off', async ({ studio: { page } }) => {
  await examine(page, settingsPages);
});

test('full: the same, with pictures, long, right-to-left and emoji prompts', async ({ studio: { page } }) => {
  await open(page, '/create');
  await draw(page, awkward);
  await open(page, '/activity');
  const rows = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: 'What happened' }) });
  await expect(rows).toHaveCount(awkward.length);
  const heights = await rows.evaluateAll((all) =>
    all.map((row) => Math.round(row.getBoundingClientRect().height)),
  );
  expect(new Set(heights).size).toBe(1);

  await open(page, '/library');
  await page.getByRole('gridcell').first().click();
  await expect(page.getByText('Use in Create')).toBeVisible();
  const viewer = new URL(page.url()).hash.slice(1);
  await organise(page);
  await examine(page, [
    '/create',
    '/library',
    '/library/duplicates',
    viewer,
    `${viewer}/lineage`,
    '/activity',
  ]);
});

test('popups and the open row: nothing to find for axe', async ({ studio: { page } }) => {
  await draw(page, ['A fox in the snow']);
  await open(page, '/activity');
  await page.getByRole('button', { name: 'What happened' }).click();
  await expect(page.getByText('Stored in My Creations.')).toBeVisible();
  const popups: Record<string, () => Promise<void>> = {
    'open row': async () => {},
    'menu of a row': () => page.getByRole('button', { name: /^More for/ }).click(),
    'menu of providers': () => page.getByRole('button', { name: 'Pause one provider' }).click(),
    palette: () => page.keyboard.press('Control+k'),
    shortcuts: () => page.keyboard.press('?'),
    // What nobody handled is told by an urgent toast.
    toast: async () => {
      await page.evaluate(() => void Promise.reject(new Error('a bug')));
      await expect(page.getByText('Something went wrong.').first()).toBeVisible();
    },
  };
  const found: string[] = [];
  for (const [name, show] of Object.entries(popups)) {
    await show();
    await settled(page);
    for (const finding of await findings(page)) found.push(`${name}: ${finding}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu').or(page.getByRole('dialog'))).toHaveCount(0);
  }
  expect(found).toEqual([]);
});

test('the main job by keyboard alone', async ({ studio: { page } }) => {
  const tabTo = async (target: Locator) => {
    const isThere = () => target.evaluate((element) => element === document.activeElement).catch(() => false);
    for (let presses = 0; presses < 80 && !(await isThere()); presses += 1) await page.keyboard.press('Tab');
    await expect(target).toBeFocused();
  };
  await open(page, '/create');
  await tabTo(page.getByRole('textbox', { name: 'Prompt', exact: true }));
  await page.keyboard.type('a lighthouse at dusk');
  await tabTo(page.getByRole('button', { name: 'Generate · free' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Sketch understood: lighthouse, dusk.')).toBeVisible({ timeout: 30_000 });

  await tabTo(page.getByRole('link', { name: 'My Creations' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('gridcell')).toHaveCount(1);
  await tabTo(page.getByRole('grid'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: 'a lighthouse at dusk' })).toBeVisible();
  await tabTo(page.getByRole('button', { name: 'Everything' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue(
    'a lighthouse at dusk',
  );
});

test('reduced motion is honoured, from the system and from the setting', async ({ studio: { page } }) => {
  const longest = () =>
    page.evaluate(() => {
      const times = [...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element);
        return `${transitionDuration}, ${animationDuration}`
          .split(', ')
          .map((time) => Number.parseFloat(time));
      });
      return Math.max(...times);
    });
  await open(page, '/settings/appearance');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(longest).toBeGreaterThan(0.01);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(longest).toBeLessThan(0.001);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page
    .getByRole('radio', { name: 'Reduced' })
    .or(page.getByRole('button', { name: 'Reduced' }))
    .click();
  await expect.poll(longest).toBeLessThan(0.001);
});

test('offline is said, and the library and Sketch go on', async ({ studio: { page } }) => {
  await draw(page, ['A fox in the snow']);
  await page.context().setOffline(true);
  await expect(page.getByRole('navigation', { name: 'Main' }).getByText('Offline')).toBeVisible();
  await open(page, '/library');
  await expect(page.getByRole('gridcell')).toHaveCount(1);
  await draw(page, ['A cat under the moon']);
  await expect(page.getByRole('gridcell')).toHaveCount(2);
  expect(await findings(page)).toEqual([]);
  await page.context().setOffline(false);
  await expect(page.getByRole('navigation', { name: 'Main' }).getByText('Offline')).toHaveCount(0);
});

test('in a narrow window the queue floats, and Escape closes it', async ({ studio: { page } }) => {
  await page.setViewportSize({ width: 960, height: 640 });
  await open(page, '/create');
  await page.getByRole('button', { name: 'Queue', exact: true }).click();
  const drawer = page.getByRole('complementary', { name: 'Queue' });
  await expect(drawer).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
});

test('a creation dragged onto Create becomes a reference', async ({ studio: { page } }) => {
  await draw(page, ['A fox in the snow']);
  await open(page, '/create');
  await page.getByRole('button', { name: /Sketch picture/ }).click();
  const models = page.getByRole('dialog');
  await models
    .getByRole('textbox', { name: 'Search models' })
    .or(models.getByRole('searchbox'))
    .fill('gpt image');
  await models
    .getByRole('button', { name: /GPT Image/ })
    .first()
    .click();
  await open(page, '/library');
  // At once: a tile that is held begins a band.
  const target = await page.getByRole('link', { name: 'Create' }).boundingBox();
  await page.getByRole('gridcell').first().hover();
  await page.mouse.down();
  await page.mouse.move(target!.x + 20, target!.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Remove .* 1$/ })).toBeVisible();
});

/** Popups have faded in: axe reads colours as they are. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
}
