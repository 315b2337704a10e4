import type { Database } from 'better-sqlite3';
import type { MadeCreation, MadeJob } from './data-set.ts';

/**
 * Libraries of other programs, as their own code lays them out and asks them (read August 2026), in the same driver and
 * without the cost of their Python, HTTP and object mapping. `conventional` is what a careful developer would write.
 */
export type PeerName = 'invokeai' | 'comfyui' | 'conventional';
/** Works out the values of jobs' rows; what it answers writes them, and is what is timed. */
export type Writer = (jobs: readonly MadeJob[]) => () => void;
type Peer = {
  readonly create: (db: Database) => void;
  readonly writer: (db: Database) => Writer;
};

/** One job after the other. */
const eachJob =
  (writerOf: (job: MadeJob) => () => void): Writer =>
  (jobs) => {
    const writes = jobs.map(writerOf);
    return () => {
      for (const write of writes) write();
    };
  };

const uuid = (id: number, salt = 0) => {
  const hex = (id * 1_000_003 + salt).toString(16).padStart(32, '0').slice(-32);
  return hex
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    .split('')
    .toReversed()
    .join('');
};
export const isoTime = (id: number) => new Date(id / 2048).toISOString().replace('T', ' ').replace('Z', '');

const invokeTable = (name: string, key: string) => `
  CREATE TABLE ${name} (${key} TEXT NOT NULL PRIMARY KEY, ${name.slice(0, 5)}_origin TEXT NOT NULL,
    ${name.slice(0, 5)}_category TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, session_id TEXT, node_id TEXT,
    metadata TEXT, is_intermediate BOOLEAN DEFAULT FALSE, starred BOOLEAN DEFAULT FALSE,
    created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, deleted_at DATETIME);
  CREATE UNIQUE INDEX idx_${name}_name ON ${name}(${key});
  CREATE INDEX idx_${name}_origin ON ${name}(${name.slice(0, 5)}_origin);
  CREATE INDEX idx_${name}_category ON ${name}(${name.slice(0, 5)}_category);
  CREATE INDEX idx_${name}_created_at ON ${name}(created_at);
  CREATE INDEX idx_${name}_starred ON ${name}(starred);
  CREATE INDEX idx_${name}_intermediate ON ${name}(is_intermediate);`;

/** As its `core_metadata` node writes it for FLUX: models with key, BLAKE3 hash, name, base and type. */
function invokeMetadata(prompt: string, modelKey: number, { width, height, seed }: MadeCreation): string {
  const model = (key: number, name: string, type: string) => ({
    key: uuid(key),
    hash: `blake3:${uuid(key, 1).replaceAll('-', '')}${uuid(key, 2).replaceAll('-', '')}`,
    name,
    base: 'flux',
    type,
  });
  return JSON.stringify({
    generation_mode: 'flux_txt2img',
    positive_prompt: prompt,
    width,
    height,
    seed,
    steps: 28,
    guidance: 4,
    model: model(modelKey, `Model ${modelKey}`, 'main'),
    vae: model(1000, 'FLUX.1-schnell_ae', 'vae'),
    app_version: '6.9.0',
  });
}

const invokeai: Peer = {
  create(db) {
    db.pragma('journal_mode = WAL');
    db.exec(`${invokeTable('images', 'image_name')} ${invokeTable('videos', 'video_name')}
      CREATE TABLE board_images (board_id TEXT NOT NULL, image_name TEXT NOT NULL PRIMARY KEY);`);
  },
  writer(db) {
    const write = (table: string) =>
      db.prepare(`INSERT INTO ${table} VALUES (?, 'internal', 'general', ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`);
    const [image, video] = [write('images'), write('videos')];
    return eachJob(({ id, prompt, modelKey, video: isVideo, creations }) => {
      const table = isVideo ? video : image;
      const rows = creations.map((each) => {
        const at = isoTime(each.id);
        return [
          `${uuid(each.id)}.${isVideo ? 'mp4' : 'png'}`,
          each.width,
          each.height,
          uuid(id),
          uuid(id, 1),
          invokeMetadata(prompt, modelKey, each),
          each.favourite ? 1 : 0,
          at,
          at,
          each.trashed ? at : null,
        ];
      });
      return () => {
        for (const row of rows) table.run(...row);
      };
    });
  },
};

const comfyui: Peer = {
  create(db) {
    db.pragma('journal_mode = WAL');
    db.exec(`
      CREATE TABLE assets (id TEXT PRIMARY KEY, hash TEXT, size_bytes INTEGER NOT NULL, mime_type TEXT, created_at DATETIME NOT NULL);
      CREATE UNIQUE INDEX uq_assets_hash ON assets(hash); CREATE INDEX ix_assets_mime ON assets(mime_type);
      CREATE TABLE asset_references (id TEXT PRIMARY KEY, asset_id TEXT NOT NULL, owner_id TEXT NOT NULL, name TEXT NOT NULL,
        preview_id TEXT, user_metadata TEXT, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
        last_access_time DATETIME NOT NULL, deleted_at DATETIME, is_missing BOOLEAN NOT NULL DEFAULT 0);
      CREATE INDEX ix_ref_asset ON asset_references(asset_id); CREATE INDEX ix_ref_owner ON asset_references(owner_id);
      CREATE INDEX ix_ref_name ON asset_references(name); CREATE INDEX ix_ref_created ON asset_references(created_at);
      CREATE INDEX ix_ref_access ON asset_references(last_access_time); CREATE INDEX ix_ref_owner_name ON asset_references(owner_id, name);
      CREATE TABLE asset_reference_meta (ref_id TEXT NOT NULL, key TEXT NOT NULL, ordinal INTEGER NOT NULL, val_str TEXT,
        val_num NUMERIC, PRIMARY KEY (ref_id, key, ordinal));
      CREATE INDEX ix_meta_key ON asset_reference_meta(key); CREATE INDEX ix_meta_key_str ON asset_reference_meta(key, val_str);
      CREATE INDEX ix_meta_key_num ON asset_reference_meta(key, val_num);
      CREATE TABLE asset_reference_tags (ref_id TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (ref_id, tag));
      CREATE INDEX ix_tags_tag ON asset_reference_tags(tag);`);
  },
  writer(db) {
    const asset = db.prepare('INSERT INTO assets VALUES (?, ?, ?, ?, ?)');
    const ref = db.prepare(`INSERT INTO asset_references VALUES (?, ?, '', ?, NULL, ?, ?, ?, ?, ?, 0)`);
    const meta = db.prepare('INSERT INTO asset_reference_meta VALUES (?, ?, 0, ?, ?)');
    const tag = db.prepare('INSERT INTO asset_reference_tags VALUES (?, ?)');
    return eachJob(({ prompt, modelKey, video, creations }) => () => {
      for (const each of creations) {
        const [assetId, refId, at] = [uuid(each.id, 5), uuid(each.id, 6), isoTime(each.id)];
        asset.run(
          assetId,
          `blake3:${uuid(each.id, 7)}${uuid(each.id, 8)}`,
          each.sizeBytes,
          video ? 'video/mp4' : 'image/png',
          at,
        );
        ref.run(
          refId,
          assetId,
          `ComfyUI_${each.id}.png`,
          JSON.stringify({ prompt, seed: each.seed }),
          at,
          at,
          at,
          each.trashed ? at : null,
        );
        meta.run(refId, 'prompt', prompt.slice(0, 200), null);
        meta.run(refId, 'model', `Model ${modelKey}`, null);
        meta.run(refId, 'seed', null, each.seed);
        tag.run(refId, 'output');
        tag.run(refId, video ? 'video' : 'image');
      }
    });
  },
};

const conventional: Peer = {
  create(db) {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.exec(`
      CREATE TABLE creations (id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL, prompt TEXT NOT NULL, negative TEXT NOT NULL,
        model TEXT NOT NULL, width INTEGER, height INTEGER, seed INTEGER, path TEXT, params TEXT, favourite INTEGER NOT NULL,
        deleted INTEGER NOT NULL, created_at INTEGER NOT NULL, color INTEGER, media INTEGER);
      CREATE INDEX ix_created ON creations(created_at); CREATE INDEX ix_model ON creations(model, created_at);
      CREATE INDEX ix_favourite ON creations(created_at) WHERE favourite = 1;
      CREATE VIRTUAL TABLE words USING fts5(prompt, content='creations', content_rowid='id');`);
  },
  writer(db) {
    const row = db.prepare("INSERT INTO creations VALUES (NULL, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const words = db.prepare('INSERT INTO words(rowid, prompt) VALUES (?, ?)');
    return eachJob(({ prompt, modelKey, video, creations }) => () => {
      for (const each of creations) {
        const { lastInsertRowid } = row.run(
          uuid(each.id),
          prompt,
          `Model ${modelKey}`,
          each.width,
          each.height,
          each.seed,
          `media/${uuid(each.id)}.png`,
          JSON.stringify({ steps: 28, guidance: 3.5 }),
          each.favourite ? 1 : 0,
          each.trashed ? 1 : 0,
          Math.floor(each.id / 2048),
          each.color,
          video ? 1 : 0,
        );
        words.run(lastInsertRowid, prompt);
      }
    });
  },
};

export const peers: Readonly<Record<PeerName, Peer>> = { invokeai, comfyui, conventional };
