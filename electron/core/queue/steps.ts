/**
 * The points in a job's life between which a crash may fall, in order. Each is named right after what it says has
 * happened; what a restart makes of it is in this folder's README. Only the crash tests listen.
 */
export const queueSteps = [
  /** The intent is on disk; the provider has not heard of it. */
  'claimed',
  /** The provider's answer to the submission is in memory only. */
  'submitted',
  /** The provider's number of the job is on disk. */
  'accepted',
  /** The provider is done; that is in memory only. */
  'followed',
  /** That it is done, and what it cost, is on disk. */
  'delivered',
  /** The first bytes of an output are in a temporary file. */
  'receiving',
  /** All outputs are complete and checked, under temporary names. */
  'received',
  /** The names they will have are on disk. */
  'staged',
  /** The first has its name. */
  'naming',
  /** All have their names. */
  'named',
  /** Creations, words and the job's end are on disk. */
  'stored',
  /** Thumbnails too. */
  'finished',
] as const;
export type QueueStep = (typeof queueSteps)[number];

export type OnStep = (step: QueueStep, jobId: number) => void;
