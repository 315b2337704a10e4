import type { App, WebContents } from 'electron';
import { openExternalLink } from './external-links.ts';
import { isOwnAddress } from './origin.ts';

/** The window shows our own pages only; links to the web open in the system browser. */
export function guardNavigation(app: App, openExternal: (url: string) => Promise<unknown>): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, openExternal));
}

function guard(contents: WebContents, openExternal: (url: string) => Promise<unknown>): void {
  const refuseForeign = (event: { readonly url: string; preventDefault: () => void }) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    void openExternalLink(url, openExternal);
    return { action: 'deny' };
  });
}
