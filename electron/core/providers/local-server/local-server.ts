import { z } from 'zod';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import type { Provider, ProviderDeps } from '../provider.ts';
import type { Backend } from './backend.ts';
import { backendFor } from './backends.ts';
import { connectTo, type LocalServer } from './connection.ts';
import { probePath } from './detect.ts';

/**
 * The person's own server, of whichever kind is set at the moment of the call. It costs nothing, so a submission
 * whose answer was lost is simply sent again.
 */
export function createLocalServerProvider(
  deps: ProviderDeps & { readonly readServer: () => LocalServer | null },
): Provider {
  /** Runs with the server that is set now; `not_configured` without one. */
  async function withServer<T>(
    use: (backend: Backend, server: LocalServer) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const server = deps.readServer();
    if (!server) return err(fail('not_configured', 'no'));
    return use(backendFor({ ...deps, server, connection: connectTo(server, deps) }), server);
  }

  return {
    id: 'local-server',
    name: 'Local server',
    concurrency: 1,
    repeatable: true,
    submit: (request, context) => withServer((backend) => backend.submit(request, context)),
    follow: (remoteId, request, context) =>
      withServer((backend) => {
        // The kind of server was changed while the job was under way.
        const gone = err(
          fail('provider_error', 'no', { detail: 'The server that had this job was replaced.' }),
        );
        return backend.follow?.(remoteId, request, context) ?? Promise.resolve(gone);
      }),
    cancel: (remoteId, request, signal) =>
      withServer((backend) => backend.cancel?.(remoteId, request, signal) ?? Promise.resolve(ok(undefined))),
    check: (signal) =>
      withServer(async (_, server) => {
        const answered = await connectTo(server, deps).call(probePath(server.kind), z.looseObject({}), {
          signal,
        });
        return answered.ok ? ok({ account: null }) : answered;
      }),
    listModels: (signal) => withServer((backend) => backend.listModels(signal)),
  };
}
