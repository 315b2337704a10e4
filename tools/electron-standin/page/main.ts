// Runs inside the page, in its own world.
import { joinWorlds } from './worlds.ts';

/** Receives what the preload exposes. Opens no window by itself: the app's setWindowOpenHandler is asked. */
export function setUpMainWorld(token: string): void {
  if (window.top !== window) return;
  const link = joinWorlds(token, 'main');
  link.on('expose', ({ key, api }) => {
    Object.defineProperty(globalThis, key, { value: deepFreeze(link.take(api)), enumerable: true });
  });
  window.open = (url, target = '', features = '') => {
    const address = url ? new URL(url, location.href).href : 'about:blank';
    link.send('open', { url: address, frameName: target, features });
    return null;
  };
}

function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
