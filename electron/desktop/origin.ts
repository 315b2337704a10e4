/** The one origin of the studio's window. Schemes of our own have no `URL.origin` in Node: compare parts. */
export const appScheme = 'app';
export const appHost = 'studio';
export const appOrigin = `${appScheme}://${appHost}`;

/** True for addresses of the studio's own pages. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${appScheme}:` && url.host === appHost && url.username === '';
}
