import type { Database } from 'better-sqlite3';
import { fold, phraseExpression } from '../../../electron/core/db/search-index.ts';
import { createFacets } from '../../../electron/core/library/facets.ts';
import { createCreationRepository } from '../../../electron/core/library/creation-repository.ts';
import { createNewestPages } from '../../../electron/core/library/newest-pages.ts';
import { everything, type LibraryQuery } from '../../../shared/domain/creation.ts';
import { isoTime, type PeerName } from './peers.ts';
import type { SearchWords } from './data-set.ts';

export const tasks = [
  'first_page',
  'deep_page',
  'search_common',
  'search_rare',
  'search_three',
  'prefix',
  'contains_two',
  'contains_common',
  'contains_rare',
  'cjk',
  'model_dates',
  'favourites',
  'total',
  'timeline',
] as const;
export type Task = (typeof tasks)[number];
/** @param turn which of the words to take, so that no answer is asked for twice in a row */
type Run = (turn: number) => unknown;
export type Shape = Partial<Record<Task, Run>>;

const page = 200;
const pick = (words: readonly string[], turn: number) => words[turn % words.length] ?? '';
const modelKey = 5;
const monthsOf = { from: Date.UTC(2025, 2, 1), to: Date.UTC(2025, 5, 1) };

/** Every task as the studio does it: the first 200 and the count of all. */
export function ours(db: Database, words: SearchWords): Required<Shape> {
  const creations = createCreationRepository(db, () => true);
  const newest = createNewestPages(db);
  const facets = createFacets(db);
  const { total } = newest.page(0, 1);
  const ask = (query: Partial<LibraryQuery>) => creations.page({ ...everything, ...query }, 0, page);
  const search =
    (from: readonly string[], write = (text: string) => text): Run =>
    (turn) =>
      ask({ text: write(pick(from, turn)) });
  const inside = (text: string) => `*${text}*`;
  return {
    first_page: () => newest.page(0, page),
    deep_page: () => newest.page(Math.floor(total / 2), page),
    search_common: search(words.common),
    search_rare: search(words.rare),
    search_three: search(words.three),
    prefix: search(words.prefix, (text) => `${text}*`),
    contains_two: search(words.insideTwo, inside),
    contains_common: search(words.insideCommon, inside),
    contains_rare: search(words.insideRare, inside),
    cjk: search(words.cjk),
    model_dates: () => ask({ modelId: `replicate/model-${modelKey}`, ...monthsOf }),
    favourites: () => ask({ favourite: true }),
    total: () => facets.total(),
    timeline: () => facets.read(),
  };
}

const invokeColumns = 'width, height, starred, created_at, updated_at, metadata';

function invokeSource(where: string): string {
  return `(SELECT image_name AS name, 'image' AS kind, ${invokeColumns} FROM images
    LEFT JOIN board_images USING (image_name) WHERE deleted_at IS NULL AND is_intermediate = 0 ${where}
    UNION ALL SELECT video_name, 'video', ${invokeColumns} FROM videos WHERE deleted_at IS NULL AND is_intermediate = 0 ${where})`;
}

/** What its gallery asks for: a page and its two counts. */
function invokeQuery(db: Database, where: string, offset: number) {
  const rows = db.prepare(
    `SELECT * FROM ${invokeSource(where)} ORDER BY starred DESC, created_at DESC, kind, name LIMIT ${page} OFFSET ${offset}`,
  );
  const count = db.prepare(`SELECT count(*) FROM ${invokeSource(where)}`);
  const starred = db.prepare(`SELECT count(*) FROM ${invokeSource(`${where} AND starred = 1`)}`);
  return (values: readonly string[]) => {
    // For images and for videos.
    const both = [...values, ...values];
    rows.all(...both);
    count.get(...both);
    starred.get(...both);
  };
}

function invokePages(db: Database): readonly [first: () => void, deep: () => void] {
  const total = Number(
    db.prepare('SELECT (SELECT count(*) FROM images) + (SELECT count(*) FROM videos)').pluck().get(),
  );
  const [first, deep] = [invokeQuery(db, '', 0), invokeQuery(db, '', Math.floor(total / 2))];
  return [() => first([]), () => deep([])];
}

function invokeList(db: Database, words: SearchWords): Shape {
  const [first, deep] = invokePages(db);
  const like = invokeQuery(db, 'AND (metadata LIKE ? OR created_at LIKE ?)', 0);
  const search =
    (from: readonly string[]): Run =>
    (turn) => {
      const text = `%${pick(from, turn)}%`;
      like([text, text]);
    };
  const dated = invokeQuery(db, 'AND metadata LIKE ? AND created_at >= ? AND created_at < ?', 0);
  const span = [`%"Model ${modelKey}"%`, isoTime(monthsOf.from * 2048), isoTime(monthsOf.to * 2048)];
  const count = db.prepare(`SELECT count(*) FROM ${invokeSource('')}`);
  const days = db.prepare(
    `SELECT date(created_at) AS day, count(*) FROM ${invokeSource('')} GROUP BY day ORDER BY day DESC`,
  );
  return {
    first_page: first,
    deep_page: deep,
    search_common: search(words.common),
    search_rare: search(words.rare),
    prefix: search(words.prefix),
    contains_two: search(words.insideTwo),
    contains_common: search(words.insideCommon),
    contains_rare: search(words.insideRare),
    cjk: search(words.cjk),
    model_dates: () => dated(span),
    total: () => count.get(),
    timeline: () => days.all(),
  };
}

function comfyList(db: Database, words: SearchWords): Shape {
  const source = (where: string) => `asset_references r JOIN assets a ON a.id = r.asset_id
    WHERE r.owner_id = '' AND r.deleted_at IS NULL AND r.is_missing = 0 ${where}`;
  const list = (
    where: string,
    offset: number,
    valuesOf: (turn: number) => readonly string[] = () => [],
  ): Run => {
    const rows = db.prepare(
      `SELECT r.*, a.* FROM ${source(where)} ORDER BY r.created_at DESC, r.id LIMIT ${page} OFFSET ${offset}`,
    );
    const count = db.prepare(`SELECT count(*) FROM ${source(where)}`);
    return (turn) => {
      const values = valuesOf(turn);
      return [rows.all(...values), count.get(...values)];
    };
  };
  const total = Number(db.prepare('SELECT count(*) FROM asset_references').pluck().get());
  const count = db.prepare(`SELECT count(*) FROM ${source('')}`);
  return {
    first_page: list('', 0),
    deep_page: list('', Math.floor(total / 2)),
    search_common: list(`AND r.name LIKE ?`, 0, (turn) => [`%${pick(words.common, turn)}%`]),
    model_dates: list(
      `AND EXISTS (SELECT 1 FROM asset_reference_meta m WHERE m.ref_id = r.id AND m.key = 'model' AND m.val_str = ?)
       AND r.created_at >= ? AND r.created_at < ?`,
      0,
      () => [`Model ${modelKey}`, isoTime(monthsOf.from * 2048), isoTime(monthsOf.to * 2048)],
    ),
    total: () => count.get(),
  };
}

function conventionalList(db: Database, words: SearchWords): Shape {
  const first = db.prepare(
    `SELECT * FROM creations WHERE deleted = 0 ORDER BY created_at DESC, id DESC LIMIT ${page}`,
  );
  const middle = Number(db.prepare('SELECT max(id) / 2 FROM creations').pluck().get());
  const at = Number(db.prepare('SELECT created_at FROM creations WHERE id = ?').pluck().get(middle));
  const keyset = db.prepare(
    `SELECT * FROM creations WHERE deleted = 0 AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ${page}`,
  );
  const found = db.prepare(
    `SELECT c.* FROM words JOIN creations c ON c.id = words.rowid WHERE words MATCH ? AND deleted = 0 ORDER BY words.rowid DESC LIMIT ${page}`,
  );
  const foundCount = db.prepare(
    'SELECT count(*) FROM words JOIN creations c ON c.id = words.rowid WHERE words MATCH ? AND deleted = 0',
  );
  const search =
    (from: readonly string[], expressionOf: (text: string) => string): Run =>
    (turn) => {
      const expression = expressionOf(pick(from, turn));
      return [found.all(expression), foundCount.get(expression)];
    };
  const favourites = db.prepare(
    `SELECT * FROM creations WHERE favourite = 1 AND deleted = 0 ORDER BY created_at DESC LIMIT ${page}`,
  );
  const dated = db.prepare(
    `SELECT * FROM creations WHERE model = ? AND created_at >= ? AND created_at < ? AND deleted = 0 ORDER BY created_at DESC LIMIT ${page}`,
  );
  const count = db.prepare('SELECT count(*) FROM creations WHERE deleted = 0');
  const days = db.prepare(
    'SELECT created_at / 86400000 AS day, count(*) FROM creations WHERE deleted = 0 GROUP BY day',
  );
  return {
    first_page: () => first.all(),
    deep_page: () => keyset.all(at, middle),
    search_common: search(words.common, (text) => `"${text}"`),
    search_rare: search(words.rare, (text) => `"${text}"`),
    search_three: search(words.three, (text) =>
      text
        .split(' ')
        .map((word) => phraseExpression(word))
        .join(' AND '),
    ),
    prefix: search(words.prefix, (text) => `"${fold(text)}"*`),
    model_dates: () => dated.all(`Model ${modelKey}`, monthsOf.from, monthsOf.to),
    favourites: () => favourites.all(),
    total: () => count.get(),
    timeline: () => days.all(),
  };
}

export const peerQueries: Readonly<Record<PeerName, (db: Database, words: SearchWords) => Shape>> = {
  invokeai: invokeList,
  comfyui: comfyList,
  conventional: conventionalList,
};

/** The first page of InvokeAI's list and its two counts. */
export function invokeFirstPage(db: Database): () => unknown {
  const [first] = invokePages(db);
  return first;
}

/** All names, as InvokeAI's grid fetches them before anything is shown. */
export function invokeNames(db: Database): () => unknown {
  const names = db
    .prepare(
      `SELECT name FROM (SELECT image_name AS name, starred, created_at FROM images WHERE deleted_at IS NULL
       UNION ALL SELECT video_name, starred, created_at FROM videos WHERE deleted_at IS NULL)
       ORDER BY starred DESC, created_at DESC`,
    )
    .pluck();
  return () => names.all();
}

/** What the driver alone costs: the same columns of 200 rows from a table that holds nothing else. */
export function driverFloor(db: Database): () => unknown {
  db.exec(`CREATE TEMP TABLE floor AS SELECT id, color * 1000 AS marks, width * 65536 + height AS size
    FROM creation ORDER BY id DESC LIMIT ${page}`);
  const rows = db.prepare('SELECT id, marks, size FROM temp.floor').raw();
  return () => rows.all();
}
