/** Who leafs through quickly would only be held up by what is fetched for each page passed. */
const restMs = 150;

/**
 * Fetches and decodes pictures that may be looked at next, once the person rests. Returns how to call it off, which
 * also lets go of what has come.
 * @param load begins one by its address, and returns how to let go of it
 */
export function preload(addresses: readonly string[], load: (address: string) => () => void): () => void {
  let drops: readonly (() => void)[] = [];
  const timer = setTimeout(() => {
    drops = addresses.map(load);
  }, restMs);
  return () => {
    clearTimeout(timer);
    for (const drop of drops) drop();
  };
}
