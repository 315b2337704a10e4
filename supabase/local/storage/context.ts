import type { Keys } from '../caller.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { Database } from '../database/database.ts';
import type { Files } from './files.ts';
import type { Links } from './links.ts';

/** What every route of the storage service works with. */
export type StorageContext = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly files: Files;
  readonly links: Links;
  /** The largest file of any bucket, in bytes. */
  readonly maxFileBytes: number;
  /** The time in milliseconds. */
  readonly now: () => number;
};
