import { z } from 'zod';
import { contentCredentials } from './domain/credentials.ts';
import { creation, creationId, libraryFacets, libraryIndex, libraryQuery } from './domain/creation.ts';
import {
  exportOptions,
  exportPreview,
  exportReport,
  maxDraggedOut,
  importRun,
  keepOriginals,
  skippedFile,
  watchedFolder,
  type ImportRun,
} from './domain/exchange.ts';
import { failure } from './domain/failure.ts';
import {
  jobHistoryEntry,
  jobId,
  jobTab,
  jobView,
  queueStatus,
  type JobView,
  type QueueStatus,
} from './domain/job.ts';
import { parentLink } from './domain/lineage.ts';
import { libraryRoutes } from './library-contract.ts';
import { listedModel } from './domain/model.ts';
import { keyStorage, localServerKind, providerId, providerStatus } from './domain/provider.ts';
import { generationRequest, recipeInput } from './domain/recipe.ts';
import { microUsd } from './domain/money.ts';
import { spendOverview } from './domain/spend.ts';
import {
  libraryBackup,
  libraryMove,
  locateReport,
  originalState,
  referenceUse,
  storageCheck,
  storageRepair,
  type StorageProgress,
} from './domain/storage.ts';
import { settingsOutput, settingsPatch, type Settings } from './domain/settings.ts';

/**
 * The whole wire between the window and the core: every request with its input and output, and every event.
 * Two channels carry it (see `electron/desktop/ipc.ts`). Inputs are parsed on arrival; outputs are types.
 */

function route<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output };
}

const none = z.object({}).strict();
const done = z.object({});
const ids = z.array(creationId).min(1).max(100_000);

/** A step that can fail in ways the person should read about: the failure is part of the answer. */
function outcome<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: failure }),
  ]);
}

const notice = z.object({
  id: z.string(),
  kind: z.enum(['info', 'warning', 'error']),
  text: z.string(),
});
export type Notice = z.infer<typeof notice>;

const appInfo = z.object({
  version: z.string(),
  /** `electron`, or `stand-in` where Electron itself cannot be had. */
  host: z.string(),
  platform: z.string(),
  versions: z.record(z.string(), z.string()),
  dataFolder: z.string(),
  logsFolder: z.string(),
  policyVersion: z.string(),
  /** What went wrong before the window was there: settings reset, library restored. */
  notices: z.array(notice),
});
export type AppInfo = z.infer<typeof appInfo>;

const inputFile = recipeInput
  .omit({ key: true })
  .extend({ width: z.number().int(), height: z.number().int(), sizeBytes: z.number().int() });
export type InputFile = z.infer<typeof inputFile>;

const storageUse = z.object({
  originalsBytes: z.number(),
  thumbnailsBytes: z.number(),
  databaseBytes: z.number(),
  inputsBytes: z.number(),
  freeBytes: z.number().nullable(),
});
export type StorageUse = z.infer<typeof storageUse>;

const enqueued = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.object({ jobIds: z.array(jobId) }) }),
  z.object({ ok: z.literal(false), error: failure }),
]);

export const contract = {
  'app.info': route(none, appInfo),
  'app.openExternal': route(z.object({ url: z.url() }), z.object({ opened: z.boolean() })),
  'app.revealData': route(none, done),
  'app.revealLogs': route(none, done),
  /** Ends the studio and starts it again; false where the host cannot do that. */
  'app.restart': route(none, z.object({ restarting: z.boolean() })),
  'app.cancel': route(z.object({ requestId: z.number().int() }), done),

  'settings.get': route(none, settingsOutput),
  'settings.set': route(settingsPatch, settingsOutput),

  'providers.list': route(none, z.array(providerStatus)),
  /** `where` says how the key may be kept where the system has no keyring; otherwise it is ignored. */
  'providers.setKey': route(
    z.object({
      provider: providerId,
      key: z.string().trim().min(1).max(500),
      withoutKeyring: z.enum(['ask', 'memory', 'plain-consented']).default('ask'),
    }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('stored'), storage: keyStorage }),
      /** This system keeps no keyring: the person must choose. Nothing was stored. */
      z.object({ kind: z.literal('ask') }),
      z.object({ kind: z.literal('refused'), reason: z.string() }),
    ]),
  ),
  'providers.testKey': route(
    z.object({ provider: providerId }),
    outcome(z.object({ account: z.string().nullable() })),
  ),
  'providers.removeKey': route(z.object({ provider: providerId }), done),
  'providers.acknowledge': route(z.object({ provider: providerId }), done),
  'providers.detectServer': route(
    z.object({ address: z.string().trim().min(1).max(500) }),
    outcome(z.object({ address: z.string(), kind: localServerKind, models: z.number().int() })),
  ),
  'providers.setServer': route(
    z
      .object({ address: z.string(), kind: localServerKind, workflow: z.string().max(2_000_000).nullable() })
      .nullable(),
    outcome(done),
  ),

  'models.list': route(none, z.array(listedModel)),
  'models.refresh': route(none, z.object({ updated: z.number().int(), failures: z.array(z.string()) })),
  'models.setHidden': route(z.object({ id: z.string(), hidden: z.boolean() }), done),
  /** Any Replicate model by `owner/name`; its form is made from its own schema. */
  'models.addReplicate': route(
    z.object({ slug: z.string().trim().max(200) }),
    outcome(z.object({ id: z.string() })),
  ),
  'models.remove': route(z.object({ id: z.string() }), done),

  /** Bytes of a picture dropped, pasted or picked as an input. */
  'inputs.add': route(z.object({ bytes: z.instanceof(Uint8Array) }), outcome(inputFile)),
  'inputs.addFromCreation': route(z.object({ id: creationId }), outcome(inputFile)),
  'inputs.pick': route(none, z.array(inputFile)),

  'jobs.enqueue': route(z.array(generationRequest).min(1).max(10_000), enqueued),
  'jobs.list': route(
    z.object({
      tab: jobTab.default('all'),
      limit: z.number().int().min(1).max(500).default(100),
      after: jobId.nullable().default(null),
    }),
    z.array(jobView),
  ),
  'jobs.get': route(z.object({ id: jobId }), jobView.nullable()),
  /** What happened to a job, oldest first; empty when there is no such job. */
  'jobs.history': route(z.object({ id: jobId }), z.array(jobHistoryEntry)),
  /** The creations a job is made from, erased ones too. */
  'jobs.parents': route(z.object({ id: jobId }), z.array(parentLink)),
  'jobs.status': route(none, queueStatus),
  'jobs.cancel': route(z.object({ ids: z.array(jobId).min(1) }), done),
  'jobs.retry': route(z.object({ ids: z.array(jobId).min(1) }), done),
  /** Puts a waiting job right before another; null: at the end. */
  'jobs.move': route(z.object({ id: jobId, before: jobId.nullable() }), done),
  'jobs.runNext': route(z.object({ id: jobId }), done),
  'jobs.pause': route(z.object({ provider: providerId.nullable(), paused: z.boolean() }), queueStatus),
  'jobs.clear': route(z.object({ ids: z.array(jobId).min(1).nullable() }), done),

  'billing.spend': route(none, spendOverview),
  /** The same as a table, saved where the person says; `path` is null when they close the dialog. */
  'billing.spendCsv': route(none, outcome(z.object({ csv: z.string(), path: z.string().nullable() }))),
  /** The most to spend in a month, in micro-dollars; null takes the cap away. */
  'billing.setCap': route(z.object({ capMicros: microUsd.nullable() }), queueStatus),

  ...libraryRoutes,
  'library.index': route(libraryQuery, libraryIndex),
  'library.facets': route(none, libraryFacets),
  'library.get': route(z.object({ id: creationId }), creation.nullable()),
  'library.many': route(z.object({ ids: z.array(creationId).max(500) }), z.array(creation)),
  'library.trash': route(z.object({ ids, value: z.boolean() }), done),
  /** For good: rows, originals and thumbnails of creations in the trash. */
  'library.erase': route(z.object({ ids }), z.object({ erased: z.number().int() })),
  'library.reveal': route(z.object({ id: creationId }), z.object({ revealed: z.boolean() })),
  /** Copies originals byte for byte to a place the person picks; null when they close the dialog. */
  'library.saveCopies': route(
    z.object({ ids }),
    outcome(z.object({ saved: z.number().int(), folder: z.string() }).nullable()),
  ),
  /**
   * Begins the system's drag of copies of the originals; the person holds the mouse button. `paths` are the copies, so
   * that the window knows them again. `none`: nothing is there to drag, or nowhere to.
   */
  'library.dragOut': route(
    z.object({ ids: ids.max(maxDraggedOut) }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('begun'), paths: z.array(z.string()) }),
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('too_much') }),
      z.object({ kind: z.literal('failed'), detail: z.string() }),
    ]),
  ),
  'library.setPoster': route(z.object({ id: creationId, png: z.instanceof(Uint8Array) }), done),

  /**
   * The content credentials (C2PA) that the file carries, checked. `carried` null: its file is missing; `credentials`
   * null: none, or none that can be read.
   */
  'library.credentials': route(
    z.object({ id: creationId }),
    z.object({ carried: z.boolean().nullable(), credentials: contentCredentials.nullable() }),
  ),

  /** Files and folders by path, as the window got them from a drop. Answers at once; `import.progress` tells the rest. */
  'import.start': route(
    z.object({ paths: z.array(z.string().min(1).max(32_767)).min(1).max(100_000), keep: keepOriginals }),
    z.object({ runId: z.number().int() }),
  ),
  /** The same after a dialog; null when it is closed. */
  'import.pick': route(
    z.object({ kind: z.enum(['files', 'folder']), keep: keepOriginals }),
    z.object({ runId: z.number().int().nullable() }),
  ),
  /** One picture or clip as bytes: pasted, or dropped by a program that gives no file. */
  'import.add': route(
    z.object({ bytes: z.instanceof(Uint8Array), modifiedAt: z.number().int().nullable().default(null) }),
    outcome(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('imported'), id: creationId }),
        /** `foundAgain`: its original was missing, and is not any more. */
        z.object({ kind: z.literal('duplicate'), id: creationId, foundAgain: z.boolean() }),
        z.object({ kind: z.literal('skipped'), reason: z.string() }),
      ]),
    ),
  ),
  /** Imports under way and the last ones, the newest first. */
  'import.runs': route(none, z.array(importRun)),
  'import.cancel': route(z.object({ runId: z.number().int() }), done),
  /** Goes on with a halted import. */
  'import.goOn': route(z.object({ runId: z.number().int() }), done),
  /** What was not taken in and why, in pages: `after` is the last `seq` seen. */
  'import.skipped': route(
    z.object({
      runId: z.number().int(),
      after: z.number().int().default(0),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    z.array(skippedFile),
  ),

  'watched.list': route(none, z.array(watchedFolder)),
  /** A folder that the person picks; null when they close the dialog. What is in it comes in now. */
  'watched.add': route(z.object({ keep: keepOriginals }), outcome(watchedFolder.nullable())),
  'watched.setKeep': route(z.object({ id: z.number().int(), keep: keepOriginals }), done),
  /** What came from it stays in the library. */
  'watched.remove': route(z.object({ id: z.number().int() }), done),

  /** The names that an export of these would write: the first few. */
  'export.preview': route(z.object({ ids, options: exportOptions }), exportPreview),
  /** Writes to a place the person picks; null when they close the dialog. Cancel with `app.cancel`: what is written stays. */
  'export.run': route(z.object({ ids, options: exportOptions }), exportReport.nullable()),
  /** Shows the folder that the last export of this session went to; false when there was none. */
  'export.reveal': route(none, z.object({ revealed: z.boolean() })),

  'storage.use': route(none, storageUse),
  /** Reads the whole library; `storage.progress` tells how far it is. Cancel with `app.cancel`. */
  'storage.check': route(none, storageCheck),
  /** A check, then whatever can be put right; nothing is deleted. Cancel with `app.cancel`. */
  'storage.repair': route(none, outcome(storageRepair)),
  'storage.backup': route(none, outcome(libraryBackup)),
  /** Newest first. `restoring`: the one that the next start restores. */
  'storage.backups': route(
    none,
    z.object({ folder: z.string(), backups: z.array(libraryBackup), restoring: z.string().nullable() }),
  ),
  /** Done at the next start, with the library as it is kept as a backup. Null: not after all. */
  'storage.restore': route(z.object({ name: z.string().nullable() }), outcome(done)),
  /**
   * Moves the library to an empty folder, asked for in a dialog when `folder` is null; null when that is closed.
   * Goes on in the background (`storage.progress`); the last step is done at the next start.
   */
  'storage.move': route(z.object({ folder: z.string().nullable() }), outcome(libraryMove.nullable())),
  'storage.moveStatus': route(none, libraryMove.nullable()),
  'storage.cancelMove': route(none, outcome(done)),
  /** Reads the file of a creation that cannot be shown, to say why. */
  'storage.examine': route(z.object({ id: creationId }), originalState),
  /**
   * Finds missing originals again in a folder the person picks; null when they close the dialog. `damaged` is one more
   * to look for: its file is there, but is not what it was. Cancel with `app.cancel`.
   */
  'storage.locate': route(
    z.object({ damaged: creationId.nullable().default(null) }),
    outcome(locateReport.nullable()),
  ),
  'storage.references': route(none, referenceUse),
  /** Copies every referenced original into the library, in the background: `storage.progress` tells how far it is. */
  'storage.copyReferences': route(none, referenceUse),
  'storage.cancelCopies': route(none, referenceUse),
  'storage.rebuildThumbnails': route(none, z.object({ removed: z.number().int() })),
} as const;

type Contract = typeof contract;
export type RouteName = keyof Contract;
export type RouteInput<R extends RouteName> = z.input<Contract[R]['input']>;
type ParsedInput<R extends RouteName> = z.output<Contract[R]['input']>;
export type RouteOutput<R extends RouteName> = z.output<Contract[R]['output']>;

/** What a handler knows of the request besides its input. */
export type RequestContext = {
  readonly signal: AbortSignal;
  /** Calls another request of the same window off. */
  readonly cancel: (requestId: number) => void;
};

export type Handlers = {
  readonly [R in RouteName]: (
    input: ParsedInput<R>,
    context: RequestContext,
  ) => RouteOutput<R> | Promise<RouteOutput<R>>;
};

/** What the core tells the window. Plain data; the window asks again for whatever it needs. */
export type StudioEvents = {
  'job.changed': { readonly job: JobView };
  /** `fraction` 0–1, or null where the provider gives none. */
  'job.progress': { readonly id: number; readonly fraction: number | null };
  'job.preview': { readonly id: number; readonly mime: string; readonly bytes: Uint8Array };
  'jobs.removed': { readonly ids: readonly number[] };
  'queue.changed': QueueStatus;
  'library.changed': {
    readonly added: readonly number[];
    readonly changed: readonly number[];
    readonly removed: readonly number[];
  };
  'import.progress': ImportRun;
  /** Watched folders, or whether they are there. */
  'watched.changed': Record<string, never>;
  'export.progress': { readonly done: number; readonly total: number };
  'storage.progress': StorageProgress;
  /** Collections, their counts or what is in them. */
  'collections.changed': Record<string, never>;
  'searches.changed': Record<string, never>;
  'settings.changed': Settings;
  'providers.changed': Record<string, never>;
  'models.changed': Record<string, never>;
  'thumbnail.failed': { readonly id: number; readonly reason: string };
  /** A menu, a deep link or a second start asks for a page: a route of the window such as `/library`. */
  'app.navigate': { readonly to: string };
  'app.notice': Notice;
};
export type EventName = keyof StudioEvents;

/** A rejected `invoke` keeps only a message, so the answer is an envelope. `INTERNAL` carries a log id. */
export type WireError = {
  readonly code: 'INVALID_INPUT' | 'UNKNOWN_ROUTE' | 'FORBIDDEN_SENDER' | 'CANCELLED' | 'INTERNAL';
  readonly message: string;
  readonly logId?: string;
};
export type WireResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: WireError };

export const channels = { request: 'studio:request', event: 'studio:event' } as const;

/** The one object the preload puts into the page. */
export interface StudioBridge {
  readonly request: (route: RouteName, requestId: number, input: unknown) => Promise<WireResult>;
  readonly subscribe: (listener: (name: EventName, payload: unknown) => void) => () => void;
  /** Where a dropped file or folder is on the disk; '' for one that exists only as bytes. */
  readonly pathOf: (file: File) => string;
}

/** Addresses under which `app://` serves media; relative, so that every host agrees. */
export const mediaUrl = {
  original: (id: number): string => `/media/original/${id}`,
  thumbnail: (id: number, size: 256 | 512): string => `/media/thumb/${size}/${id}`,
  /** A large picture at screen size. */
  screen: (id: number): string => `/media/screen/${id}`,
  /** A tile of a large picture: see `domain/large-picture.ts`. */
  tile: (id: number, level: number, x: number, y: number): string => `/media/tile/${id}/${level}/${x}/${y}`,
  input: (sha256: string): string => `/media/input/${sha256}`,
} as const;
