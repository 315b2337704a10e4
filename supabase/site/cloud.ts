/** Where this site's cloud is: beside the pages, so that the same build can be hosted anywhere. */
type SiteConfig = { readonly functionsUrl: string };

export async function readConfig(): Promise<SiteConfig> {
  const response = await fetch(new URL('../config.json', window.location.href));
  const config: unknown = await response.json();
  if (typeof config === 'object' && config !== null && 'functionsUrl' in config)
    return { functionsUrl: String(config.functionsUrl).replace(/\/+$/, '') };
  throw new Error('config.json names no functionsUrl');
}

/** @throws Error when the page is not as it was written */
export function part<E extends Element>(selector: string, kind: abstract new () => E): E {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`No ${selector}`);
}
