/** The one origin of the studio's window. Schemes of our own have no `URL.origin` in Node: compare parts. */
export const appScheme = 'app';
export const appHost = 'studio';

/** `vite dev` serves the window itself; everything else comes from `app://studio`. */
export function appOrigin(env: NodeJS.ProcessEnv = process.env): string {
  const dev = env['VITE_DEV_SERVER_URL'];
  return dev ? new URL(dev).origin : `${appScheme}://${appHost}`;
}

/** True for addresses of the studio's own pages. */
export function isOwnAddress(address: string, origin: string = appOrigin()): boolean {
  const url = URL.parse(address);
  const own = URL.parse(origin);
  return (
    url !== null &&
    own !== null &&
    url.protocol === own.protocol &&
    url.host === own.host &&
    url.username === ''
  );
}
