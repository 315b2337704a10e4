import type { Failure } from '../../../../shared/domain/failure.ts';
import type { ModelEntry } from '../../../../shared/domain/model.ts';
import type { Result } from '../../../../shared/result.ts';
import type { Outcome, ProviderDeps, ProviderRequest, RunContext, Submission } from '../provider.ts';
import type { Connection, LocalServer } from './connection.ts';

/** One kind of local server. Those that answer with a job number can be followed, also after a restart. */
export type Backend = {
  submit(request: ProviderRequest, context: RunContext): Promise<Result<Submission, Failure>>;
  follow?(remoteId: string, request: ProviderRequest, context: RunContext): Promise<Result<Outcome, Failure>>;
  cancel?(remoteId: string, request: ProviderRequest, signal: AbortSignal): Promise<Result<void, Failure>>;
  listModels(signal: AbortSignal): Promise<Result<readonly ModelEntry[], Failure>>;
};

export type BackendDeps = ProviderDeps & { readonly connection: Connection; readonly server: LocalServer };
