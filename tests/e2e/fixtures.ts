import { _electron, type ElectronApplication, test as base, type Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RouteInput, RouteName, StudioBridge } from '../../shared/contract.ts';
import { buildLibrary } from '../bench/library/build.ts';

export { expect } from '@playwright/test';

declare global {
  interface Window {
    readonly studio: StudioBridge;
  }
}

/** A running studio with a data folder of its own. */
export type Studio = {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The data folder. */
  readonly data: string;
  /** Quits and starts again over the same folder. */
  restart(): Promise<void>;
};

type Options = {
  /** False: the first start, with the welcome page. */
  welcomed: boolean;
  /** Written into the data folder before the start. */
  files: Readonly<Record<string, string>>;
  /** So many creations are in the library before the start, without their files. */
  creations: number;
};

export const test = base.extend<Options & { studio: Studio }>({
  welcomed: [true, { option: true }],
  files: [{}, { option: true }],
  creations: [0, { option: true }],
  studio: async ({ welcomed, files, creations }, use, info) => {
    const data = info.outputPath('data');
    mkdirSync(data, { recursive: true });
    if (welcomed)
      writeFileSync(
        join(data, 'settings.json'),
        JSON.stringify({ welcomed: true, policyVersionSeen: '2026-01-31', importKeep: 'copy' }),
      );
    for (const [name, text] of Object.entries(files)) writeFileSync(join(data, name), text);
    if (creations > 0) await buildLibrary(join(data, 'library.sqlite'), creations);
    let running = await launch(data);
    const studio: Studio = {
      get app() {
        return running.app;
      },
      get page() {
        return running.page;
      },
      data,
      async restart() {
        await running.app.close();
        running = await launch(data);
      },
    };
    await use(studio);
    if (info.status !== info.expectedStatus) {
      await info.attach('screen', { body: await running.page.screenshot(), contentType: 'image/png' });
    }
    await running.app.close();
  },
});

/** The next open dialog answers this path. */
export async function answerDialog({ app }: Studio, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

/** What the window would ask of the core. @throws what it refused */
export async function ask<R extends RouteName>(page: Page, route: R, input: RouteInput<R>): Promise<unknown> {
  const result = await page.evaluate(
    ([name, given]) => window.studio.request(name, Math.ceil(performance.now() * 1000), given),
    [route, input] as const,
  );
  if (!result.ok) throw new Error(`${route}: ${result.error.message}`);
  return result.value;
}

async function launch(data: string): Promise<{ app: ElectronApplication; page: Page }> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const app = await _electron.launch({
    args: ['.', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...Object.fromEntries(inherited), VIDEOPICAI_DATA: data, ELECTRON_STANDIN_HEADLESS: '1' },
  });
  const page = await app.firstWindow();
  await page.getByRole('main').waitFor();
  return { app, page };
}
