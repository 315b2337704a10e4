import { EventEmitter } from 'node:events';
import type { PageTarget } from '../chromium/page-target.ts';
import { strict } from '../not-offered.ts';

type Source = 'system' | 'light' | 'dark';

class NativeTheme extends EventEmitter {
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly prefersReducedTransparency = false;
  private source: Source = 'system';
  private readonly pages = new Set<PageTarget>();

  get themeSource(): Source {
    return this.source;
  }
  set themeSource(source: Source) {
    this.source = source;
    for (const page of this.pages) void this.apply(page);
    this.emit('updated');
  }

  /** The system's own theme is taken to be light, as Chromium's is without a desktop. */
  get shouldUseDarkColors(): boolean {
    return this.source === 'dark';
  }

  /** Makes a page follow the theme from now on. */
  async show(page: PageTarget): Promise<void> {
    this.pages.add(page);
    page.onGone(() => this.pages.delete(page));
    if (this.source !== 'system') await this.apply(page);
  }

  private async apply(page: PageTarget): Promise<void> {
    const value = this.source === 'system' ? '' : this.source;
    const told = page.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value }],
    });
    await told.catch(() => {}); // the page has gone
  }
}

export const nativeTheme = strict('nativeTheme', new NativeTheme());
