import type { KeyStorage } from '../../shared/domain/provider.ts';
import type { Settings, SettingsChange } from '../../shared/domain/settings.ts';
import type { OnStep } from './queue/steps.ts';
import type { EventName, StudioEvents } from '../../shared/contract.ts';

/**
 * What the core needs from its host. A port exists only where there are two real implementations: the desktop
 * (Electron) and the command line; tests use the command line's, or their own clock.
 */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once after `ms`; the returned function calls it off. Never keeps the process alive. */
  after(ms: number, run: () => void): () => void;
  /** Waits, and keeps the process alive for it; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Keys of providers, by a stable name such as `provider.openai`. A key never leaves the core. */
export interface Secrets {
  get(name: string): Promise<string | null>;
  /** Where the secret rests, without reading it. Null: there is none. */
  describe(name: string): Promise<{ readonly hint: string; readonly storage: KeyStorage } | null>;
  set(
    name: string,
    value: string,
    withoutKeyring: 'ask' | 'memory' | 'plain-consented',
  ): Promise<SecretStored>;
  remove(name: string): Promise<void>;
}

export type SecretStored =
  | { readonly kind: 'stored'; readonly storage: KeyStorage }
  | { readonly kind: 'ask' }
  | { readonly kind: 'refused'; readonly reason: string };

export interface SettingsStore {
  get(): Settings;
  /** Writes the given fields at once and durably; answers the whole. */
  set(change: SettingsChange): Settings;
}

/** What the desktop offers beyond files. Each answers false or null where there is no desktop. */
export interface Shell {
  openExternal(url: string): Promise<boolean>;
  reveal(path: string): Promise<boolean>;
  /** Begins the system's own drag of these files; the person holds the mouse button. @param icon PNG */
  dragOut(paths: readonly string[], icon: Uint8Array): boolean;
  pickFolder(title: string, startIn: string | null): Promise<string | null>;
  pickFiles(what: 'pictures' | 'media', title: string, startIn: string | null): Promise<readonly string[]>;
}

export type Emit = <E extends EventName>(name: E, payload: StudioEvents[E]) => void;

/** One line a call; never prompts, keys or paths of the person's own files. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  /** Answers the log id that the person can quote. */
  error(message: string, cause: unknown): string;
}

export interface Ports {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly settings: SettingsStore;
  readonly shell: Shell;
  readonly log: Log;
  readonly emit: Emit;
  /** Outgoing HTTP. Tests point adapters at loopback doubles instead of replacing it. */
  readonly fetch: typeof fetch;
  readonly paths: {
    /** Library database, media and settings of this person. */
    readonly data: string;
    readonly logs: string;
    /** The read-only `resources/` that ships with the studio. */
    readonly resources: string;
  };
  /** Module that runs Sketch in a worker thread: a .ts file in development, a bundled one in the app. */
  readonly sketchWorker: URL;
  /** Module that reads whole databases in a thread. Left out, that is done in place, and everything waits meanwhile. */
  readonly databaseWorker?: URL;
  /** Module that reads files being imported in a thread. Left out, that is done in place. */
  readonly intakeWorker?: URL;
  /** Base addresses other than the providers' own: a gateway of the person's company, a double in tests. */
  readonly endpoints?: { readonly openai?: string; readonly replicate?: string };
  /** Nobody waits for an outage to end (the command line): a job gives up after a few tries. */
  readonly impatient?: boolean;
  /** Hears of every point between which a crash may fall. Only the crash tests have one. */
  readonly step?: OnStep;
}
