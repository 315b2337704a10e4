import { required, type Deps } from './deps.ts';

/** A page outside the studio. @param path with a slash at either end: not every host adds the last one */
export function siteAddress(path: `/${string}/`, env: Deps['env']): string {
  return `${required(env, 'SITE_URL').replace(/\/+$/, '')}${path}`;
}
