import { create } from 'zustand';
import type { ImportRun, KeepOriginals } from '../../../shared/domain/exchange.ts';
import { text } from '../../app/messages.ts';
import { pathOf, request, subscribe } from '../../bridge/client.ts';
import { getSettings } from '../../app/settings.ts';
import { toast } from '../../ui/toasts.ts';
import { isUnfinished, withRun } from './import-runs.ts';
import { splitDrop } from './split-drop.ts';

/** What the person is being asked about files that are about to come in. */
type KeepQuestion = {
  readonly about: 'import' | 'watch';
  /** Null: closed without an answer. */
  readonly answer: (keep: KeepOriginals | null) => void;
};

type Imports = {
  /** The newest first. */
  readonly runs: readonly ImportRun[];
  /** Runs that this window started or saw at work. */
  readonly seen: ReadonlySet<number>;
  readonly dismissed: ReadonlySet<number>;
  readonly question: KeepQuestion | null;
};

export const useImports = create<Imports>(() => ({
  runs: [],
  seen: new Set(),
  dismissed: new Set(),
  question: null,
}));

const { getState, setState } = useImports;
const words = text.exchange.import;

/** Learns of imports under way and follows them. Returns the way to stop. */
export function followImports(): () => void {
  const stop = subscribe('import.progress', take);
  const leaving = new AbortController();
  void request('import.runs', {}, { signal: leaving.signal }).then(
    (runs) => {
      for (const run of runs) if (!getState().runs.some(({ id }) => id === run.id)) take(run);
    },
    // Nothing to show is nothing to say: the next event tells of a run.
    () => undefined,
  );
  return () => {
    leaving.abort();
    stop();
  };
}

function take(run: ImportRun): void {
  const { runs, seen } = getState();
  setState({ runs: withRun(runs, run), seen: isUnfinished(run) ? new Set(seen).add(run.id) : seen });
}

/** Where files are to be kept: asked, and answered by the dialog. Null: not at all. */
export function askKeep(about: KeepQuestion['about']): Promise<KeepOriginals | null> {
  getState().question?.answer(null);
  return new Promise((resolve) => {
    const answer = (keep: KeepOriginals | null) => {
      setState({ question: null });
      resolve(keep);
    };
    setState({ question: { about, answer } });
  });
}

/** As the person always does it, or as they say now. */
async function chosenKeep(): Promise<KeepOriginals | null> {
  const { importKeep } = getSettings();
  return importKeep === 'ask' ? askKeep('import') : importKeep;
}

function markSeen(runId: number): void {
  setState({ seen: new Set(getState().seen).add(runId) });
}

/** Imports what was dropped: by path, so that folders and large files never pass through the window. */
export async function importDropped(dropped: readonly File[]): Promise<void> {
  const { paths, loose } = splitDrop(dropped, pathOf);
  await attempt(async () => {
    const keep = paths.length > 0 ? await chosenKeep() : null;
    if (keep !== null) markSeen((await request('import.start', { paths: [...paths], keep })).runId);
    if (loose.length > 0) await importBytes(loose);
  });
}

export async function pickImport(kind: 'files' | 'folder'): Promise<void> {
  await attempt(async () => {
    const keep = await chosenKeep();
    if (keep === null) return;
    const { runId } = await request('import.pick', { kind, keep });
    if (runId !== null) markSeen(runId);
  });
}

/** Pictures without a place on the disk: pasted, or dragged out of a program that gives no file. */
async function importBytes(files: readonly File[]): Promise<void> {
  let imported = 0;
  let known = 0;
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const answer = await request('import.add', { bytes, modifiedAt: file.lastModified || null });
    if (!answer.ok) toast({ text: words.failed, kind: 'error' });
    else if (answer.value.kind === 'imported') imported += 1;
    else if (answer.value.kind === 'duplicate') known += 1;
    else toast({ text: words.notAdded(answer.value.reason), kind: 'error' });
  }
  if (imported > 0) toast({ text: words.added(imported), kind: 'success' });
  else if (known > 0) toast({ text: words.known(known) });
}

export async function cancelImport(runId: number): Promise<void> {
  await request('import.cancel', { runId });
}

export async function goOnWithImport(runId: number): Promise<void> {
  await request('import.goOn', { runId });
}

export function dismissImport(runId: number): void {
  setState({ dismissed: new Set(getState().dismissed).add(runId) });
}

async function attempt(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch {
    toast({ text: words.failed, kind: 'error' });
  }
}
