import { create } from 'zustand';
import type { StudioEvents } from '../../../shared/contract.ts';

/** Pictures of jobs while they run, as object URLs. Few at a time; the others are let go, oldest first. */

const mostPreviews = 24;

const usePreviews = create<ReadonlyMap<number, string>>(() => new Map());

/** Address of the latest preview of a job. */
export function usePreview(jobId: number): string | undefined {
  return usePreviews((previews) => previews.get(jobId));
}

export function takePreview({ id, mime, bytes }: StudioEvents['job.preview']): void {
  const previews = new Map(usePreviews.getState());
  const replaced = [previews.get(id)];
  previews.delete(id);
  previews.set(id, URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mime })));
  for (const [oldest, url] of previews) {
    if (previews.size <= mostPreviews) break;
    previews.delete(oldest);
    replaced.push(url);
  }
  usePreviews.setState(previews, true);
  for (const url of replaced) if (url !== undefined) URL.revokeObjectURL(url);
}

export function forgetPreviews(ids: readonly number[]): void {
  const previews = new Map(usePreviews.getState());
  const urls = ids.flatMap((id) => previews.get(id) ?? []);
  if (urls.length === 0) return;
  for (const id of ids) previews.delete(id);
  usePreviews.setState(previews, true);
  for (const url of urls) URL.revokeObjectURL(url);
}
