import { createDeps, type Deps } from './deps.ts';
import { respond, type Handler } from './respond.ts';

declare const Deno: {
  readonly serve: (handler: Handler) => unknown;
  readonly env: { readonly get: (name: string) => string | undefined };
};

/** The only place that knows the platform's runtime: an `index.ts` is this call. */
export function serve(createHandler: (deps: Deps) => Handler): void {
  const deps = createDeps((name) => Deno.env.get(name));
  Deno.serve(respond(createHandler(deps), deps.log));
}
