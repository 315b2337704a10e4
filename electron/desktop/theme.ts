import { nativeTheme } from 'electron';
import type { createEvents } from '../core/events.ts';
import type { SettingsStore } from '../core/ports.ts';

/** Dialogs, menus and the window's first colour follow the theme the person chose. */
export function followTheme(
  settings: SettingsStore,
  events: Pick<ReturnType<typeof createEvents>, 'on'>,
): void {
  nativeTheme.themeSource = settings.get().theme;
  events.on('settings.changed', ({ theme }) => {
    nativeTheme.themeSource = theme;
  });
}
