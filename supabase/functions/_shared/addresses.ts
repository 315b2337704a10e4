import { required, type Deps } from './deps.ts';

/** A page outside the studio. @param path begins with a slash */
export function siteAddress(path: string, env: Deps['env']): string {
  return `${required(env, 'SITE_URL').replace(/\/+$/, '')}${path}`;
}

/** A function as the outside reaches it. @param path begins with its name */
export function functionAddress(path: string, { env, project }: Pick<Deps, 'env' | 'project'>): string {
  return `${env('PUBLIC_FUNCTIONS_URL') ?? `${project.url}/functions/v1`}/${path}`;
}
