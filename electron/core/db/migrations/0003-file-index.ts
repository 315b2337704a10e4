import type { Migration } from '../migrate.ts';

/** Files are found by the index that `assertFileIndex` keeps: half as large, and written many at a time. */
export const fileIndex: Migration = {
  version: 3,
  up(db) {
    db.exec('DROP INDEX creation_file');
  },
};
