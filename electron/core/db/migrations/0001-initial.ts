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
        -- 16 bits: columns in memory carry it.
        key INTEGER PRIMARY KEY CHECK (key BETWEEN 1 AND 65535),
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        provider TEXT NOT NULL,
        -- Creations outside the trash; kept by triggers (see \`counters.ts\`).
        creations INTEGER NOT NULL DEFAULT 0
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
        -- The estimate's amount: 0 is free, NULL unknown.
        estimate_micros INTEGER,
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
      CREATE INDEX job_order ON job(position, estimate_micros) WHERE state = 'queued';
      CREATE INDEX job_due ON job(due_at) WHERE due_at IS NOT NULL;
      -- Keyed so that a step from one active state to the next leaves the indexes alone.
      CREATE INDEX job_active ON job(id) WHERE state IN ('submitting','running','fetching');
      CREATE INDEX job_troubled ON job(id) WHERE state IN ('failed','interrupted') AND cleared = 0;
      CREATE INDEX job_listed ON job(id) WHERE cleared = 0;
      CREATE INDEX job_tab ON job(state)
        WHERE cleared = 0 AND state IN ('done','failed','cancelled','interrupted');
      CREATE INDEX job_remote ON job(provider, remote_id) WHERE remote_id IS NOT NULL;

      -- What happened to a job, in order; written with the change itself. The newest hundred are kept.
      CREATE TABLE job_event (
        job_id INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        detail TEXT,
        PRIMARY KEY (job_id, seq)
      ) STRICT, WITHOUT ROWID;

      -- One row for every submission that can cost money, written before it is sent. Gone when it certainly cost nothing.
      CREATE TABLE charge (
        submit_key TEXT PRIMARY KEY,
        job_id INTEGER NOT NULL,
        provider TEXT NOT NULL,
        at INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('pending','yes','unknown')),
        estimated_micros INTEGER,
        actual_micros INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX charge_month ON charge(at, provider, outcome, estimated_micros, actual_micros);

      -- Jobs being written in slices. Rows of a range that is still here after a crash were never acknowledged.
      CREATE TABLE open_enqueue (
        first_id INTEGER PRIMARY KEY,
        last_id INTEGER NOT NULL
      ) STRICT;

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
        rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
        -- 0 none, 1 picked, 2 rejected.
        flag INTEGER NOT NULL DEFAULT 0,
        -- 0 none, else the place in \`colorLabels\` + 1.
        label INTEGER NOT NULL DEFAULT 0,
        trashed_at INTEGER,
        format TEXT NOT NULL,
        sha256 BLOB NOT NULL,
        -- 64 bits of what it looks like (see \`look-hash.ts\`). NULL: not known yet.
        look INTEGER
      ) STRICT;
      CREATE INDEX creation_trashed ON creation(trashed_at) WHERE trashed_at IS NOT NULL;
      -- Six bytes tell a million files apart; the whole hash is compared on the row.
      CREATE INDEX creation_file ON creation(substr(sha256, 1, 6));

      -- Per UTC day (id / 176947200000), kept by triggers: totals and the timeline without touching creations.
      CREATE TABLE day (
        day INTEGER PRIMARY KEY,
        n INTEGER NOT NULL,
        video INTEGER NOT NULL,
        favourite INTEGER NOT NULL,
        trashed INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE collection (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL COLLATE NOCASE,
        parent_key INTEGER REFERENCES collection(key) ON DELETE SET NULL,
        position INTEGER NOT NULL,
        -- Creations outside the trash; kept by triggers.
        creations INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE UNIQUE INDEX collection_name ON collection(coalesce(parent_key, 0), name);
      CREATE TABLE collection_item (
        collection_key INTEGER NOT NULL REFERENCES collection(key) ON DELETE CASCADE,
        creation_id INTEGER NOT NULL REFERENCES creation(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        PRIMARY KEY (creation_id, collection_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX collection_order ON collection_item(collection_key, position);

      CREATE TABLE tag (
        key INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE
      ) STRICT;
      CREATE TABLE creation_tag (
        creation_id INTEGER NOT NULL REFERENCES creation(id) ON DELETE CASCADE,
        tag_key INTEGER NOT NULL REFERENCES tag(key) ON DELETE CASCADE,
        PRIMARY KEY (creation_id, tag_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX creation_tag_tag ON creation_tag(tag_key);

      CREATE TABLE saved_search (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        text TEXT NOT NULL,
        position INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- A file on its way into the library: recorded before it gets its final name, gone once a creation names it.
      -- After a crash the job is finished from its \`total\` files, when all of them are there.
      CREATE TABLE staged_file (
        job_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        total INTEGER NOT NULL,
        sha256 BLOB NOT NULL,
        format TEXT NOT NULL,
        seed INTEGER,
        -- Where it lies in the media folder until then; NULL: there is no need to find it again.
        temp TEXT,
        PRIMARY KEY (job_id, place)
      ) STRICT, WITHOUT ROWID;

      -- Files on their way in from elsewhere. An import that was broken off goes on from here.
      CREATE TABLE import_run (
        id INTEGER PRIMARY KEY,
        state TEXT NOT NULL CHECK (state IN ('listing','reading','halted','done','cancelled')),
        -- What the person chose: JSON list of paths.
        roots TEXT NOT NULL,
        found INTEGER NOT NULL DEFAULT 0,
        imported INTEGER NOT NULL DEFAULT 0,
        duplicates INTEGER NOT NULL DEFAULT 0,
        skipped INTEGER NOT NULL DEFAULT 0,
        problem TEXT,
        started_at INTEGER NOT NULL,
        finished_at INTEGER
      ) STRICT;
      CREATE INDEX import_unfinished ON import_run(id) WHERE finished_at IS NULL;
      -- Waiting while \`reason\` is NULL, else skipped for it. Gone once it is in the library.
      CREATE TABLE import_item (
        run_id INTEGER NOT NULL REFERENCES import_run(id) ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        path TEXT NOT NULL,
        reason TEXT,
        PRIMARY KEY (run_id, seq)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX import_waiting ON import_item(run_id, seq) WHERE reason IS NULL;

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
