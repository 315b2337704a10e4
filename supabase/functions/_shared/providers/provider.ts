/** A job on the platform's own keys, as the worker hands it to a provider. */
export type CloudRequest = {
  readonly jobId: string;
  /** The provider's own name of the model. */
  readonly model: string;
  readonly prompt: string;
  /** All that the model takes, by its own names, the prompt too; checked against the model's row before the hold. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Files given to the model; each key may occur several times. */
  readonly inputs: readonly CloudInput[];
  /** Outputs that were paid for. */
  readonly count: number;
  /** Stands for the person at the provider: stable, and nobody can tell who it is. */
  readonly safetyId: string;
  /** What has not come by then is not waited for, and should cost nobody anything. */
  readonly deadline: Date;
};

export type CloudInput = {
  readonly key: string;
  readonly mime: string;
  readonly read: () => Promise<Uint8Array>;
  /** An address that the provider can fetch, for an hour. */
  readonly address: () => Promise<string>;
};

/** An output, not yet in our storage. Reading it may fail and be tried again for as long as the provider keeps it. */
export type CloudFile = { readonly mime: string | null; readonly read: () => Promise<Uint8Array> };

/** Words for why nothing came; the app has a sentence for each. None of them is ever charged. */
export type CloudFailure =
  | 'safety_refused'
  | 'invalid_input'
  | 'model_gone'
  | 'provider_busy'
  | 'provider_error'
  | 'timed_out'
  | 'outcome_unknown'
  | 'cancelled';

export type CloudOutcome =
  /** Goes on without us; `look` tells more. `fraction` 0–1, null where the provider gives none. */
  | { readonly kind: 'running'; readonly providerId: string; readonly fraction: number | null }
  | { readonly kind: 'done'; readonly files: readonly CloudFile[] }
  | { readonly kind: 'failed'; readonly failure: CloudFailure; readonly detail: string };

export interface CloudProvider {
  /** Doing it again gives the same and costs nobody anything. */
  readonly repeatable?: true;
  /**
   * Begins the work.
   * @throws when the answer was lost: whether it has begun is then unknown
   */
  readonly start: (request: CloudRequest, signal: AbortSignal) => Promise<CloudOutcome>;
  /**
   * Looks for a request whose answer was lost, among what was begun since.
   * @param isTaken whether a provider's id belongs to another job
   * @returns the provider's id; null: nothing is known of it, which may change
   */
  readonly find?: (
    request: CloudRequest,
    since: Date,
    isTaken: (providerId: string) => Promise<boolean>,
    signal: AbortSignal,
  ) => Promise<string | null>;
  /** How it stands with what was begun. Absent where `start` only returns when all is over. */
  readonly look?: (providerId: string, signal: AbortSignal) => Promise<CloudOutcome>;
  /** Asks the provider to stop; best effort. */
  readonly cancel?: (providerId: string, signal: AbortSignal) => Promise<void>;
}

export function failedWith(failure: CloudFailure, detail: string): CloudOutcome {
  return { kind: 'failed', failure, detail: detail.slice(0, 500) };
}

/** Base64 in a `data:` address or bare, as bytes. */
export function bytesOfBase64(text: string): Uint8Array {
  const binary = atob(text.replace(/^data:[^,]*,/, ''));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
