import type { Deps } from './deps.ts';

/** A function as the outside reaches it. @param path begins with its name */
export function functionAddress(path: string, { env, project }: Pick<Deps, 'env' | 'project'>): string {
  return `${env('PUBLIC_FUNCTIONS_URL') ?? `${project.url}/functions/v1`}/${path}`;
}
