import { handleAuth } from './auth/auth.ts';
import { API_VERSION } from './auth/auth-error.ts';
import type { AuthContext } from './auth/context.ts';
import { GALLERY_PATH } from './gallery-pages.ts';
import { HttpError } from './http/http-error.ts';
import { empty, json, withCrossOrigin } from './http/respond.ts';
import type { Handler, Peer } from './http/serve.ts';

export type Services = {
  readonly auth: AuthContext;
  readonly rest: (request: Request, path: string) => Promise<Response>;
  readonly storage: (request: Request, path: string) => Promise<Response>;
  readonly functions: (request: Request) => Promise<Response>;
  /** The gallery in a browser, for as long as nothing else shows it. */
  readonly gallery: (request: Request) => Promise<Response>;
  /** Whatever is no service: the pages outside the studio. */
  readonly site: (pathname: string) => Promise<Response>;
};

/** Pages of the embedded cloud itself, apart from the services' own paths. */
export const STAND_IN_PATH = '/stand-in/oauth';

/**
 * One address for all services, with the paths of a hosted project.
 * @param report hears of answers that are this program's fault
 */
export function createGateway(services: Services, report: (error: unknown) => void): Handler {
  return async (request, peer) => {
    if (request.method === 'OPTIONS') return withCrossOrigin(empty(204));
    const { pathname } = new URL(request.url);
    try {
      return withCrossOrigin(await route(services, request, pathname, peer));
    } catch (error) {
      if (error instanceof HttpError) return withCrossOrigin(refuse(error, request, pathname));
      // Whoever asked has gone, as functions do when the cloud stops: nobody's fault.
      if (!request.signal.aborted) report(error);
      const message = 'The embedded cloud failed; its log says why.';
      return withCrossOrigin(json({ code: 'internal', message }, 500));
    }
  };
}

async function route(services: Services, request: Request, pathname: string, peer: Peer): Promise<Response> {
  const [, service = '', path = ''] = /^\/(auth|rest|storage|functions)\/v1(\/.*)?$/.exec(pathname) ?? [];
  switch (service) {
    case 'auth':
      return await handleAuth(services.auth, request, path, peer);
    case 'rest':
      return await services.rest(request, path);
    case 'storage':
      return await services.storage(request, path);
    case 'functions':
      return await services.functions(request);
    default:
      if (pathname.startsWith(`${STAND_IN_PATH}/`)) return await services.auth.providers.handle(request);
      if (`${pathname}/`.startsWith(`${GALLERY_PATH}/`)) return await services.gallery(request);
      return await services.site(pathname);
  }
}

/** Older clients of the auth service expect another shape than those that name a version of its API. */
function refuse({ status, body, message }: HttpError, request: Request, pathname: string): Response {
  if (!pathname.startsWith('/auth/')) return json(body, status);
  if (request.headers.get('x-supabase-api-version') === API_VERSION) {
    return json(body, status, { 'x-supabase-api-version': API_VERSION });
  }
  return json({ code: status, error_code: body['code'], msg: message }, status);
}
