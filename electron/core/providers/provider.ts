import type { Failure } from '../../../shared/domain/failure.ts';
import type { ModelEntry } from '../../../shared/domain/model.ts';
import type { MicroUsd } from '../../../shared/domain/money.ts';
import type { ParameterValues } from '../../../shared/domain/parameter.ts';
import type { ProviderId } from '../../../shared/domain/provider.ts';
import type { Result } from '../../../shared/result.ts';

/**
 * The one interface behind which every provider stands. Adapters keep no state of jobs: the queue does.
 * No method throws for anything a provider, a network or a person can do; a throw is a bug.
 *
 * The queue calls, in this order:
 *   submit  → finished at once (Sketch, OpenAI), or a remote id that the queue puts on disk first, then
 *   follow  → until the provider is done; called again with the same id after a restart
 *   and stores each output itself: bytes as they are, addresses by download.
 */
export interface Provider {
  readonly id: ProviderId;
  readonly name: string;
  /** Jobs that may run at the same time. */
  readonly concurrency: number;
  /** A submit whose outcome is unknown may simply be sent again: it costs nothing and nobody bills it. */
  readonly repeatable: boolean;
  submit(request: ProviderRequest, context: RunContext): Promise<Result<Submission, Failure>>;
  /** Absent where nothing can be looked up again: an interrupted job's outcome is then unknown. */
  follow?(remoteId: string, request: ProviderRequest, context: RunContext): Promise<Result<Outcome, Failure>>;
  /**
   * Looks for a submission whose answer was lost, by the key that `submit` attached.
   * Null: the provider certainly does not have it.
   */
  find?(request: ProviderRequest, context: RunContext): Promise<Result<string | null, Failure>>;
  /** Asks the provider to stop. `ok` even when it is already over. */
  cancel?(remoteId: string, request: ProviderRequest, signal: AbortSignal): Promise<Result<void, Failure>>;
  /** Proves that key or address work, at no cost. `account`: whose it is, where the provider says. */
  check(signal: AbortSignal): Promise<Result<{ readonly account: string | null }, Failure>>;
  /** Current models from the provider, where it can list them. Merged over the catalogue by id. */
  listModels?(signal: AbortSignal): Promise<Result<readonly ModelEntry[], Failure>>;
}

export type ProviderRequest = {
  /** Ours, unique and stable over retries of the same attempt: providers that keep it can find the job again. */
  readonly key: string;
  /** When the attempt began, ms since the epoch: where a look-up starts. */
  readonly since: number;
  /** Whether the provider's number belongs to another job already: a look-up must not take that one for this. */
  readonly isTaken?: (remoteId: string) => boolean;
  readonly model: ModelEntry;
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number | null;
  /** Outputs wanted from this one call; at most what the model's `count` parameter allows. */
  readonly count: number;
  /** Checked against the model's parameters; prompt, negative, seed, count and files are not among them. */
  readonly values: ParameterValues;
  readonly inputs: readonly ProviderInput[];
};

export type ProviderInput = {
  /** Parameter key it fills; several inputs may share one that is `multiple`. */
  readonly key: string;
  readonly mime: string;
  readonly read: () => Promise<Uint8Array>;
};

export type RunContext = {
  readonly signal: AbortSignal;
  /** 0–1, or null when the provider gives none. */
  readonly onProgress: (fraction: number | null) => void;
  /** A picture to show while waiting; may be called many times. */
  readonly onPreview: (preview: { readonly bytes: Uint8Array; readonly mime: string }) => void;
};

export type Submission =
  | { readonly kind: 'accepted'; readonly remoteId: string }
  | { readonly kind: 'finished'; readonly outcome: Outcome };

export type Outcome = {
  /** In order; fewer than asked for when the provider delivered fewer, never none. */
  readonly outputs: readonly Output[];
  /** What it really cost, where the provider tells. Null: unknown; 0: free. */
  readonly costMicros: MicroUsd | null;
  /** A note for the person, such as the words Sketch understood. */
  readonly note?: string;
  readonly modelVersion?: string;
};

export type Output = {
  readonly source:
    | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
    /** `headers` carry credentials where the address needs them; they go to that very origin only. */
    | { readonly kind: 'url'; readonly url: string; readonly headers?: Readonly<Record<string, string>> };
  /** Seed of this very output, where it is known. */
  readonly seed?: number;
};

/** What adapters share: how to reach the network, the clock, and the key at the moment of the call. */
export type ProviderDeps = {
  readonly fetch: typeof fetch;
  /** Waits; rejects with the signal's reason when aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
};
