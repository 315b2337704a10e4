import type { Migration } from '../migrate.ts';

const marks = `(color * 65536 + model_key) * 8192 + media * 1 + favourite * 2 + (trashed_at IS NOT NULL) * 4
  + flag * 8 + rating * 32 + label * 256`;
const size = 'width * 65536 + height';

/** Where creations come from, what a person notes on them, and originals that stay where they are. */
export const lineageNotesPlaces: Migration = {
  version: 2,
  up(db) {
    db.exec(`
      -- What the outputs of a job were made from. A parent may be erased: its number stays, and is never used again.
      CREATE TABLE lineage (
        job_id INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
        parent_id INTEGER NOT NULL,
        relation TEXT NOT NULL CHECK (relation IN
          ('remix','variation','edit','upscale','animate','reference','import')),
        PRIMARY KEY (job_id, parent_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX lineage_parent ON lineage(parent_id);
      -- Parents that are known by their bytes and that the library does not have: not yet, or not any more.
      CREATE TABLE lineage_wanted (
        sha256 BLOB NOT NULL,
        job_id INTEGER NOT NULL,
        relation TEXT NOT NULL,
        -- The number it had here; NULL: it never was here.
        erased_id INTEGER,
        PRIMARY KEY (sha256, job_id)
      ) STRICT, WITHOUT ROWID;

      -- A person's own words on a creation. No row: none.
      CREATE TABLE creation_note (
        creation_id INTEGER PRIMARY KEY REFERENCES creation(id) ON DELETE CASCADE,
        text TEXT NOT NULL CHECK (text <> '')
      ) STRICT;

      -- What is still to be looked at: see \`learn-looks.ts\`.
      CREATE INDEX creation_unlooked ON creation(id) WHERE look IS NULL;

      -- Originals that stay where the person keeps them: the studio reads them there and never writes or removes them.
      CREATE TABLE referenced_file (
        sha256 BLOB PRIMARY KEY,
        path TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        -- Milliseconds since the epoch: with the size it tells whether the file is still the one that was read.
        modified_at INTEGER NOT NULL,
        -- 1: the person wants a copy of it in the library, which is not made yet.
        copy_wanted INTEGER NOT NULL DEFAULT 0
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX referenced_wanted ON referenced_file(sha256) WHERE copy_wanted = 1;

      -- Folders whose new files are imported by themselves.
      CREATE TABLE watched_folder (
        id INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        keep TEXT NOT NULL CHECK (keep IN ('copy','reference')),
        added_at INTEGER NOT NULL
      ) STRICT;
      -- What has been seen in one, so that a start reads only what is new or changed.
      CREATE TABLE watched_file (
        folder_id INTEGER NOT NULL REFERENCES watched_folder(id) ON DELETE CASCADE,
        path TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        modified_at INTEGER NOT NULL,
        PRIMARY KEY (folder_id, path)
      ) STRICT, WITHOUT ROWID;

      -- What a grid is laid out and filtered by, in the order of the grid and nothing else beside it: the newest page and
      -- the columns in memory are read from here (\`packedMarks\` and \`packedSize\` in \`columns.ts\`).
      CREATE INDEX creation_newest ON creation(id, (${marks}), (${size})) WHERE trashed_at IS NULL;
      CREATE INDEX creation_newest_trashed ON creation(id, (${marks}), (${size})) WHERE trashed_at IS NOT NULL;

      -- What a saved search asks for beside its words: JSON as in \`savedQuery\`.
      ALTER TABLE saved_search ADD COLUMN filters TEXT NOT NULL DEFAULT '{}';

      ALTER TABLE import_run ADD COLUMN keep TEXT NOT NULL DEFAULT 'copy' CHECK (keep IN ('copy','reference'));
      -- The watched folder that began it; NULL: a person did.
      ALTER TABLE import_run ADD COLUMN watched_folder_id INTEGER;
    `);
  },
};
