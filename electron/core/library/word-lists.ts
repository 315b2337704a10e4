import type { Database } from 'better-sqlite3';

/** One word, or all that begin so, as the bytes the index has. */
export type WordRange = { readonly bytes: Buffer; readonly isWhole: boolean };

type Segment = {
  readonly id: number;
  readonly first: number;
  readonly last: number;
  readonly tombstonePages: number;
};

/** The index puts this before every word. */
const mainIndex = '0';

export function oneWord(word: string): WordRange {
  return { bytes: Buffer.from(mainIndex + word), isWhole: true };
}

export function wordsBeginning(word: string): WordRange {
  return { bytes: Buffer.from(mainIndex + word), isWhole: false };
}

/** Pages are read one by one until the words are found, then together. */
const pagesAtOnce = 64;
/** Looking for each of more words than this takes longer than walking once past all there are. */
const manyWords = 200;
const firstPage = (segmentId: number) => segmentId * 2 ** 37;
const firstTombstonePage = (segmentId: number) => BigInt(segmentId + 65_536) << 37n;
/** Of a `contentless_delete` index. */
const structureVersion = 0xff000001;

/**
 * Reads which jobs have a word straight from the pages of the search index. Asking by MATCH costs several times more
 * where there are many jobs: each is a row of a result, and words that begin alike are first merged in order.
 * The format is FTS5's, told at the head of its `fts5_index.c`; it cannot change for files that exist. A property
 * test holds the answers equal to those of MATCH.
 */
export function createWordLists(db: Database) {
  const structure = db.prepare<[], Buffer>('SELECT block FROM prompt_index_data WHERE id = 10').pluck();
  const seek = db
    .prepare<[number, Buffer], number>(
      'SELECT pgno >> 1 FROM prompt_index_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1',
    )
    .pluck();
  const pages = db
    .prepare<[number | bigint, number | bigint], Buffer>(
      'SELECT block FROM prompt_index_data WHERE id BETWEEN ? AND ? ORDER BY id',
    )
    .pluck();
  const found = createNumbers();

  function readSegment({ id, first, last, tombstonePages }: Segment, range: WordRange): void {
    const base = firstPage(id);
    const erased = tombstonePages === 0 ? null : readTombstones(id, tombstonePages);
    const reader = createReader(withinRange(range), found, erased);
    for (let page = Math.max(first, seek.get(id, range.bytes) ?? 0); page <= last;) {
      const end = Math.min(last, page + (reader.isInside() ? pagesAtOnce : 1) - 1);
      for (const block of pages.all(base + page, base + end)) {
        if (!reader.read(block)) return;
      }
      page = end + 1;
    }
  }

  function walkSegment({ id, first, last, tombstonePages }: Segment, words: ReadonlySet<string>): void {
    const base = firstPage(id);
    const erased = tombstonePages === 0 ? null : readTombstones(id, tombstonePages);
    const reader = createReader(anyOf(words), found, erased);
    for (let page = first; page <= last; page += pagesAtOnce) {
      for (const block of pages.all(base + page, base + Math.min(last, page + pagesAtOnce - 1)))
        reader.read(block);
    }
  }

  /** Jobs whose words in a segment count no more. */
  function readTombstones(segmentId: number, count: number): ReadonlySet<number> {
    const start = firstTombstonePage(segmentId);
    const erased = new Set<number>();
    for (const block of pages.all(start, start + BigInt(count - 1))) {
      const width = block[0] === 4 ? 4 : 8;
      for (let at = 8; at + width <= block.length; at += width) {
        const id = width === 4 ? block.readUInt32BE(at) : Number(block.readBigUInt64BE(at));
        if (id !== 0) erased.add(id);
      }
    }
    return erased;
  }

  const readAll = db.transaction((segments: readonly Segment[], ranges: readonly WordRange[]) => {
    if (ranges.length > manyWords && ranges.every(({ isWhole }) => isWhole)) {
      const words = new Set(ranges.map(({ bytes }) => bytes.toString('latin1')));
      for (const segment of segments) walkSegment(segment, words);
    } else {
      for (const segment of segments) for (const range of ranges) readSegment(segment, range);
    }
  });

  return {
    /**
     * Ids of the jobs with a word of any of the ranges, some of them several times; good until the next call. Null
     * where only the index itself can tell: while something is being written.
     */
    jobs(ranges: readonly WordRange[]): { readonly ids: Float64Array; readonly ascend: boolean } | null {
      const segments = db.inTransaction ? null : readStructure(structure.get());
      if (!segments) return null;
      found.clear();
      readAll(segments, ranges);
      return { ids: found.values(), ascend: found.ascend() };
    },
  };
}

type Numbers = ReturnType<typeof createNumbers>;

/** A list that grows, and is used again. */
function createNumbers() {
  let list = new Float64Array(4096);
  let count = 0;
  let last = -1;
  let ascend = true;
  return {
    add(value: number): void {
      if (value <= last) ascend = false;
      last = value;
      if (count === list.length) {
        const larger = new Float64Array(2 * count);
        larger.set(list);
        list = larger;
      }
      list[count] = value;
      count += 1;
    },
    clear(): void {
      count = 0;
      last = -1;
      ascend = true;
    },
    ascend: () => ascend,
    values: () => list.subarray(0, count),
  };
}

/**
 * Looks at the word of a page that begins at `at`; words come in the order they have in the index.
 * @returns where its jobs begin when it is wanted, 0 when it is not, -1 when no further one will be
 */
type JudgeWord = (block: Buffer, at: number, isFirst: boolean) => number;

/** Walks along the pages of a segment, and takes the jobs of the words that are wanted. */
function createReader(judge: JudgeWord, found: Numbers, erased: ReadonlySet<number> | null) {
  let isInside = false;

  /** Jobs from `start` on: the first by its number, each other by its distance; then the places of the word, left out. */
  function readJobs(block: Buffer, start: number, end: number): void {
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

  return {
    isInside: () => isInside,
    /** @returns false when no further word is wanted */
    read(block: Buffer): boolean {
      const contentEnd = block.readUInt16BE(2);
      const nextWord = wordsOf(block, contentEnd);
      const goesOnAt = block.readUInt16BE(0);
      let at = nextWord();
      if (isInside && goesOnAt !== 0) readJobs(block, goesOnAt, at);
      for (let isFirst = true; at < contentEnd; isFirst = false) {
        const following = nextWord();
        const jobsAt = judge(block, at, isFirst);
        if (jobsAt < 0) return false;
        isInside = jobsAt > 0;
        if (isInside) readJobs(block, jobsAt, following);
        at = following;
      }
      return true;
    },
  };
}

/** One word, or all that begin so: nothing comes after them. */
function withinRange({ bytes, isWhole }: WordRange): JudgeWord {
  /** How many bytes of the range the word before began with; words ascend, so most need not be looked at. */
  let matched = 0;
  let isInside = false;

  // A word tells how much of the one before it begins with, then the rest.
  function judge(block: Buffer, at: number, isFirst: boolean): number {
    const cursor = { at };
    const kept = isFirst ? 0 : readVarint(block, cursor);
    const added = readVarint(block, cursor);
    const end = cursor.at + added;
    if (isFirst) matched = 0;
    // It differs from the range where the one before did.
    if (kept > matched && !isInside) return 0;
    let same = Math.min(kept, matched);
    const past = same < matched;
    while (same < bytes.length && same - kept < added && block[cursor.at + same - kept] === bytes[same])
      same += 1;
    matched = same;
    if (same === bytes.length) return isWhole && kept + added > same ? -1 : end;
    const isBefore =
      !past && (same - kept === added || (block[cursor.at + same - kept] ?? 0) < (bytes[same] ?? 0));
    return isBefore ? 0 : -1;
  }

  return (block, at, isFirst) => {
    const jobsAt = judge(block, at, isFirst);
    isInside = jobsAt > 0;
    return jobsAt;
  };
}

/** Any of these words, as the index has their bytes, read as Latin-1. */
function anyOf(words: ReadonlySet<string>): JudgeWord {
  let word = '';
  return (block, at, isFirst) => {
    const cursor = { at };
    const kept = isFirst ? 0 : readVarint(block, cursor);
    const added = readVarint(block, cursor);
    const end = cursor.at + added;
    word = word.slice(0, kept) + block.toString('latin1', cursor.at, end);
    return words.has(word) ? end : 0;
  };
}

/** Where the words of a page begin: the first by its place, each other by its distance, after the content. At last its end. */
function wordsOf(block: Buffer, contentEnd: number): () => number {
  const cursor = { at: contentEnd };
  let offset = 0;
  return () => (cursor.at < block.length ? (offset += readVarint(block, cursor)) : contentEnd);
}

/** Null: not as this knows it. */
function readStructure(block: Buffer | undefined): readonly Segment[] | null {
  if (!block || block.length < 8 || block.readUInt32BE(4) !== structureVersion) return null;
  const cursor = { at: 8 };
  const next = () => readVarint(block, cursor);
  const levels = next();
  // How many segments in all, and a counter of writes.
  next();
  next();
  const segments: Segment[] = [];
  for (let level = 0; level < levels; level += 1) {
    // How many of them are being merged.
    next();
    for (let left = next(); left > 0; left -= 1) {
      const [id, first, last] = [next(), next(), next()];
      const [, , tombstonePages] = [next(), next(), next()];
      // Tombstones and entries, counted.
      next();
      next();
      segments.push({ id, first, last, tombstonePages: tombstonePages ?? 0 });
    }
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
