import type { Settings } from '../../shared/domain/settings.ts';

type Look = Pick<Settings, 'theme' | 'reducedMotion'>;

/** Puts the theme and the wish for motion on the page and follows the system where the setting says so. */
export function applyTheme(root: HTMLElement, { theme, reducedMotion }: Look): () => void {
  const light = window.matchMedia('(prefers-color-scheme: light)');
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  const apply = () => {
    root.dataset['theme'] = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
    const reduced = reducedMotion === 'system' ? still.matches : reducedMotion === 'on';
    root.dataset['motion'] = reduced ? 'reduced' : 'full';
  };
  apply();
  light.addEventListener('change', apply);
  still.addEventListener('change', apply);
  return () => {
    light.removeEventListener('change', apply);
    still.removeEventListener('change', apply);
  };
}

/** Whether things should hold still: for motion that CSS does not make, such as playing a clip on hover. */
export function prefersStillness(): boolean {
  return document.documentElement.dataset['motion'] === 'reduced';
}
