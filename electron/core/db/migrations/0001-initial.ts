import type { Migration } from '../migrate.ts';

/**
 * `job.id` is milliseconds * 2048 and `creation.id` is `job.id + n`: the rowid gives time order, membership in a
 * job and the search row at once, so the newest page is a plain walk down the table. Prompts belong to the job,
 * which keeps the text and its index small. `model` maps catalogue ids to small integers.
 */
export const initial: Migration = {
  version: 1,
  up(db) {
    db.exec(`
      CREATE TABLE model (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        provider TEXT NOT NULL
      ) STRICT;

      CREATE TABLE job (
        id INTEGER PRIMARY KEY,
        batch_id INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN
          ('queued','submitting','running','fetching','done','failed','cancelled','interrupted')),
        position INTEGER NOT NULL,
        provider TEXT NOT NULL,
        model_key INTEGER NOT NULL REFERENCES model(key),
        media TEXT NOT NULL CHECK (media IN ('image','video')),
        prompt TEXT NOT NULL,
        negative TEXT NOT NULL,
        recipe TEXT NOT NULL,
        count INTEGER NOT NULL,
        estimate TEXT NOT NULL,
        attempt INTEGER NOT NULL DEFAULT 0,
        submit_key TEXT,
        remote_id TEXT,
        due_at INTEGER,
        failure TEXT,
        note TEXT,
        cost_micros INTEGER,
        started_at INTEGER,
        finished_at INTEGER,
        cleared INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX job_waiting ON job(provider, position) WHERE state = 'queued';
      CREATE INDEX job_active ON job(state, id) WHERE state IN ('submitting','running','fetching');
      CREATE INDEX job_troubled ON job(id) WHERE state IN ('failed','interrupted') AND cleared = 0;
      CREATE INDEX job_listed ON job(id) WHERE cleared = 0;

      CREATE TABLE creation (
        id INTEGER PRIMARY KEY,
        media INTEGER NOT NULL,
        model_key INTEGER NOT NULL REFERENCES model(key),
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        duration_ms INTEGER,
        size_bytes INTEGER NOT NULL,
        seed INTEGER,
        color INTEGER NOT NULL,
        favourite INTEGER NOT NULL DEFAULT 0,
        trashed_at INTEGER,
        format TEXT NOT NULL,
        sha256 BLOB NOT NULL
      ) STRICT;
      CREATE INDEX creation_model ON creation(model_key) WHERE trashed_at IS NULL;
      CREATE INDEX creation_favourite ON creation(favourite) WHERE favourite = 1 AND trashed_at IS NULL;
      CREATE INDEX creation_video ON creation(media) WHERE media = 1 AND trashed_at IS NULL;
      CREATE INDEX creation_trashed ON creation(trashed_at) WHERE trashed_at IS NOT NULL;

      -- A file on its way into the library: recorded before it gets its final name, gone once a creation names it.
      CREATE TABLE staged_file (
        job_id INTEGER NOT NULL,
        sha256 BLOB NOT NULL,
        format TEXT NOT NULL,
        PRIMARY KEY (job_id, sha256)
      ) STRICT, WITHOUT ROWID;

      -- Models the person added, and what providers said of known ones at the last refresh.
      CREATE TABLE model_entry (
        id TEXT PRIMARY KEY,
        origin TEXT NOT NULL CHECK (origin IN ('catalogue','added','server')),
        entry TEXT NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
