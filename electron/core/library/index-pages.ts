import type { Database } from 'better-sqlite3';
import { createNumbers, type Numbers } from './numbers.ts';

type Segment = {
  readonly id: number;
  readonly first: number;
  readonly last: number;
  readonly tombstonePages: number;
};

/** A millisecond of jobs, where all are of one word. */
const pagesAtOnce = 16;
/** Of every segment when its reading begins: all of them begin at once. */
const pagesAtFirst = 1;
const firstPage = (segmentId: number) => segmentId * 2 ** 37;
const firstTombstonePage = (segmentId: number) => BigInt(segmentId + 65_536) << 37n;
/** Of a `contentless_delete` index. */
const structureVersion = 0xff000001;

/** A word as the index has it, its UTF-8 bytes read as Latin-1, and jobs that have it: good until the next one. */
export type IndexedWord = {
  readonly word: string;
  readonly jobs: Float64Array;
  /** There may be more of them: the next one is the same word. */
  readonly goesOn: boolean;
};

/**
 * Every word of the search index with its jobs, where they are very many some at a time: read straight from its pages, in
 * the order of the words' bytes. A job may come twice, and jobs ascend only where one segment has all of them. Asking
 * FTS5 would make a row of every job of every word. The format is told at the head of its `fts5_index.c` and cannot
 * change for files that exist; a property test holds what is read equal to the answers of MATCH.
 * @param db nothing may be written to what it sees before the last word is read
 */
export function* readIndexedWords(db: Database): Generator<IndexedWord> {
  const structure = db.prepare<[], Buffer>('SELECT block FROM prompt_index_data WHERE id = 10').pluck();
  const pages = db
    .prepare<[number | bigint, number | bigint], Buffer>(
      'SELECT block FROM prompt_index_data WHERE id BETWEEN ? AND ? ORDER BY id',
    )
    .pluck();
  const found = createNumbers();
  const cursors = readStructure(structure.get()).map((segment) =>
    createCursor((first, last) => pages.all(first, last), segment, found),
  );
  let open = cursors.filter((cursor) => cursor.next());
  while (open.length > 0) {
    let word = open[0]?.word() ?? '';
    for (const cursor of open) if (cursor.word() < word) word = cursor.word();
    found.clear();
    let hasEnded = false;
    for (const cursor of open) {
      if (cursor.word() !== word) continue;
      for (let goesOn = cursor.readJobs(); goesOn; goesOn = cursor.readOn()) {
        yield { word: plain(word), jobs: found.values(), goesOn };
        found.clear();
      }
      hasEnded = !cursor.next() || hasEnded;
    }
    if (hasEnded) open = open.filter((cursor) => cursor.hasWord());
    yield { word: plain(word), jobs: found.values(), goesOn: false };
  }
}

/** The index puts a 0 before every word. */
const plain = (word: string) => word.slice(1);

type ReadPages = (first: number | bigint, last: number | bigint) => readonly Buffer[];

/** Walks along the words of a segment. */
function createCursor(readPages: ReadPages, segment: Segment, found: Numbers) {
  const erased = readTombstones(readPages, segment);
  let nextPage = segment.first;
  let ahead = pagesAtFirst;
  let blocks: readonly Buffer[] = [];
  let place = 0;
  let block: Buffer = Buffer.alloc(0);
  let contentEnd = 0;
  let nextWord = () => 0;
  /** Where the next word begins; the end of the content: there is none, on the last page. */
  const cursor = { at: 0 };
  let following = 0;
  let isFirst = true;
  let word = '';
  let hasWord = true;

  /** @returns false after the last page */
  function turnPage(): boolean {
    if (place === blocks.length && nextPage <= segment.last) {
      const end = Math.min(segment.last, nextPage + ahead - 1);
      ahead = pagesAtOnce;
      blocks = readPages(firstPage(segment.id) + nextPage, firstPage(segment.id) + end);
      nextPage = end + 1;
      place = 0;
    }
    const next = blocks[place];
    // Of a segment that was merged to its end, no page is left.
    if (next === undefined) return false;
    block = next;
    place += 1;
    contentEnd = block.readUInt16BE(2);
    nextWord = wordsOf(block, contentEnd);
    following = nextWord();
    isFirst = true;
    return true;
  }

  /** Jobs from `start` on: the first by its number, each other by its distance; then the places of the word, left out. */
  function readJobsOf(start: number, end: number): void {
    let at = start;
    let job = 0;
    while (at < end) {
      let distance = 0;
      let byte = 0x80;
      while (byte >= 0x80) {
        byte = block[at] ?? 0;
        at += 1;
        distance = distance * 128 + (byte & 0x7f);
      }
      job += distance;
      let size = 0;
      byte = 0x80;
      while (byte >= 0x80) {
        byte = block[at] ?? 0;
        at += 1;
        size = size * 128 + (byte & 0x7f);
      }
      at += size >>> 1;
      if (erased === null || !erased.has(job)) found.add(job);
    }
  }

  function readOn(): boolean {
    for (let pages = 0; following >= contentEnd && turnPage(); pages += 1) {
      const goesOnAt = block.readUInt16BE(0);
      if (goesOnAt !== 0) readJobsOf(goesOnAt, following);
      if (pages === pagesAtOnce) return true;
    }
    return false;
  }

  return {
    word: () => word,
    hasWord: () => hasWord,
    /** To the next word, once the jobs of the one before are read. @returns whether there is one */
    next(): boolean {
      while (following >= contentEnd) if (!turnPage()) return (hasWord = false);
      cursor.at = following;
      // A word tells how much of the one before it begins with, then the rest.
      const kept = isFirst ? 0 : readVarint(block, cursor);
      const added = readVarint(block, cursor);
      const end = cursor.at + added;
      word = word.slice(0, kept) + block.toString('latin1', cursor.at, end);
      cursor.at = end;
      following = nextWord();
      isFirst = false;
      return true;
    },
    /** @returns whether there may be more, on further pages */
    readJobs(): boolean {
      readJobsOf(cursor.at, following);
      return readOn();
    },
    readOn,
  };
}

/** Jobs whose words in a segment count no more; null: none. */
function readTombstones(readPages: ReadPages, { id, tombstonePages }: Segment): ReadonlySet<number> | null {
  if (tombstonePages === 0) return null;
  const start = firstTombstonePage(id);
  const erased = new Set<number>();
  for (const block of readPages(start, start + BigInt(tombstonePages - 1))) {
    const width = block[0] === 4 ? 4 : 8;
    for (let at = 8; at + width <= block.length; at += width) {
      const job = width === 4 ? block.readUInt32BE(at) : Number(block.readBigUInt64BE(at));
      if (job !== 0) erased.add(job);
    }
  }
  return erased;
}

/** Where the words of a page begin: the first by its place, each other by its distance, after the content. At last its end. */
function wordsOf(block: Buffer, contentEnd: number): () => number {
  const cursor = { at: contentEnd };
  let offset = 0;
  return () => (cursor.at < block.length ? (offset += readVarint(block, cursor)) : contentEnd);
}

/** The oldest segment first: what was written by itself is merged into the next level, behind what is there. */
function readStructure(block: Buffer | undefined): readonly Segment[] {
  if (!block || block.length < 8) return [];
  if (block.readUInt32BE(4) !== structureVersion) throw new Error('The search index is of an unknown format');
  const cursor = { at: 8 };
  const next = () => readVarint(block, cursor);
  const levels = next();
  // How many segments in all, and a counter of writes.
  next();
  next();
  const segments: Segment[] = [];
  for (let level = 0; level < levels; level += 1) {
    const ofLevel: Segment[] = [];
    // How many of them are being merged.
    next();
    for (let left = next(); left > 0; left -= 1) {
      const [id, first, last] = [next(), next(), next()];
      const [, , tombstonePages] = [next(), next(), next()];
      // Tombstones and entries, counted.
      next();
      next();
      ofLevel.push({ id, first, last, tombstonePages: tombstonePages ?? 0 });
    }
    segments.unshift(...ofLevel);
  }
  return segments;
}

/** SQLite's: seven bits a byte, the highest first. Up to 2^53. */
function readVarint(block: Buffer, cursor: { at: number }): number {
  let value = 0;
  for (let byte = 0x80; byte >= 0x80;) {
    byte = block[cursor.at] ?? 0;
    cursor.at += 1;
    value = value * 128 + (byte & 0x7f);
  }
  return value;
}
