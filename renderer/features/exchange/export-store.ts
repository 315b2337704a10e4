import { create } from 'zustand';
import type { ExportOptions, ExportReport } from '../../../shared/domain/exchange.ts';
import { isCancelled, request, subscribe } from '../../bridge/client.ts';
import { getSettings } from '../../app/settings.ts';
import { standardOptions } from './export-form.ts';

/**
 * choosing  the form is open
 * asking    the system asks where to
 * writing   files are being written
 * done      `report` says what came of it; null: it was stopped
 * failed    the core could not do it at all
 */
type Phase =
  | { readonly is: 'closed' | 'choosing' | 'asking' | 'failed' }
  | { readonly is: 'writing'; readonly done: number; readonly total: number }
  | { readonly is: 'done'; readonly report: ExportReport | null };

type Export = {
  readonly ids: readonly number[];
  readonly phase: Phase;
  /** As chosen for the last export until they are changed. */
  readonly options: ExportOptions;
};

export const useExport = create<Export>(() => ({
  ids: [],
  phase: { is: 'closed' },
  options: standardOptions,
}));

const { getState, setState } = useExport;
const mostAtOnce = 100_000;
let running: AbortController | undefined;

/** Opens the export dialog; while an export runs, that one is shown. */
export function openExport(ids: readonly number[]): void {
  if (running || ids.length === 0) return;
  setState({
    ids: ids.slice(0, mostAtOnce),
    phase: { is: 'choosing' },
    options: getSettings().exportOptions,
  });
}

export function closeExport(): void {
  stopExport();
  setState({ phase: { is: 'closed' } });
}

export function changeOptions(patch: Partial<ExportOptions>): void {
  setState(({ options }) => ({ options: { ...options, ...patch } }));
}

/** What is written stays. */
export function stopExport(): void {
  running?.abort();
}

export async function runExport(): Promise<void> {
  const { ids, options } = getState();
  const own = new AbortController();
  running = own;
  setState({ phase: { is: 'asking' } });
  const stopFollowing = subscribe('export.progress', ({ done, total }) => {
    if (running === own) setState({ phase: { is: 'writing', done, total } });
  });
  try {
    const report = await request('export.run', { ids: [...ids], options }, { signal: own.signal });
    leave(own, report === null ? { is: 'choosing' } : { is: 'done', report });
  } catch (error) {
    leave(own, isCancelled(error) ? { is: 'done', report: null } : { is: 'failed' });
  } finally {
    stopFollowing();
  }
}

/** A dialog that was closed meanwhile stays closed. */
function leave(own: AbortController, phase: Phase): void {
  if (running === own) running = undefined;
  if (getState().phase.is !== 'closed') setState({ phase });
}
