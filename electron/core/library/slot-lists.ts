import { createNumbers } from './numbers.ts';
import type { Slots } from './slots.ts';

/** Lists lie in pieces of memory of this size, so that nothing is copied while they grow. */
const chunkBits = 20;
/** From here on, what is noted as the beginning of a list is the number of a bitmap. */
const firstBitmap = 2 ** 31;
/** Of what more than this part of all jobs has, a bit for every job takes less room than a list, and less time. */
const densePart = 1 / 32;
/** Of a distance: enough for a quarter of a thousand million jobs. */
const mostBytes = 4;

export type SlotLists = {
  readonly sizeBytes: number;
  /** Sets the bits of the slots of a list. */
  readonly mark: (list: number, into: Slots) => void;
};

/**
 * Writes lists of slots, one after the other: each slot as its distance from the one before, seven bits a byte, the
 * highest first, a 0 at the end; or a bit for every job, where many have the word.
 * @param jobs how many slots there are
 */
export function createSlotListWriter(jobs: number) {
  const dense = Math.max(64, Math.floor(jobs * densePart));
  const chunks: Uint8Array[] = [];
  const bitmaps: Slots[] = [];
  const starts = createNumbers();
  let memory = new Uint8Array(0);
  let length = 0;
  /** The list that is being written: slots in any order, or their bits as soon as they are many. */
  const slots = new Uint32Array(dense);
  let pending = 0;
  let ascend = true;
  let bits: Slots | null = null;

  function putList(): void {
    if (!ascend) sortOut();
    if (length + mostBytes * pending + 1 > memory.length || length >= 1 << chunkBits) {
      memory = new Uint8Array(Math.max(1 << chunkBits, mostBytes * pending + 1));
      length = 0;
      chunks.push(memory);
    }
    starts.add((chunks.length - 1) * 2 ** chunkBits + length);
    length = putDistances(slots, pending, memory, length);
  }

  /** In their order, each once. */
  function sortOut(): void {
    const some = slots.subarray(0, pending).toSorted();
    pending = 0;
    for (let at = 0; at < some.length; at += 1) {
      const slot = some[at] ?? 0;
      if (at > 0 && slot === slots[pending - 1]) continue;
      slots[pending] = slot;
      pending += 1;
    }
  }

  function spill(): Slots {
    bits ??= new Uint32Array(Math.ceil(jobs / 32));
    for (let at = 0; at < pending; at += 1) {
      const slot = slots[at] ?? 0;
      bits[slot >>> 5] = (bits[slot >>> 5] ?? 0) | (1 << (slot & 31));
    }
    pending = 0;
    return bits;
  }

  return {
    /** Slots of jobs to the list that is being written: in any order, and they may be there already. */
    add(found: Float64Array, slotOf: (job: number) => number): void {
      let last = pending > 0 ? (slots[pending - 1] ?? 0) : -1;
      for (let at = 0; at < found.length; at += 1) {
        if (pending === dense) spill();
        const slot = slotOf(found[at] ?? 0);
        if (slot <= last) ascend = false;
        last = slot;
        slots[pending] = slot;
        pending += 1;
      }
    },

    /** The list ends here. */
    end(): void {
      if (bits) {
        starts.add(firstBitmap + bitmaps.length);
        bitmaps.push(spill());
      } else putList();
      bits = null;
      pending = 0;
      ascend = true;
    },

    lists(): SlotLists {
      const begins = new Uint32Array(starts.values());
      const bitmapBytes = bitmaps.length * 4 * Math.ceil(jobs / 32);
      const chunkBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      return {
        sizeBytes: begins.byteLength + bitmapBytes + chunkBytes,
        mark(list, into) {
          const start = begins[list] ?? 0;
          if (start >= firstBitmap) markAll(bitmaps[start - firstBitmap], into);
          else markList(chunks[start >>> chunkBits], start & ((1 << chunkBits) - 1), into);
        },
      };
    },
  };
}

/** @returns where the list ends in the memory */
function putDistances(slots: Uint32Array, count: number, memory: Uint8Array, start: number): number {
  let end = start;
  let before = -1;
  for (let at = 0; at < count; at += 1) {
    const slot = slots[at] ?? 0;
    const distance = slot - before;
    before = slot;
    if (distance >= 1 << 7) {
      if (distance >= 1 << 21) memory[end++] = (distance >>> 21) | 0x80;
      if (distance >= 1 << 14) memory[end++] = (distance >>> 14) | 0x80;
      memory[end++] = (distance >>> 7) | 0x80;
    }
    memory[end++] = distance & 0x7f;
  }
  memory[end] = 0;
  return end + 1;
}

function markAll(bits: Slots | undefined, into: Slots): void {
  if (bits) for (let at = 0; at < bits.length; at += 1) into[at] = (into[at] ?? 0) | (bits[at] ?? 0);
}

function markList(memory: Uint8Array | undefined, from: number, into: Slots): void {
  if (!memory) return;
  let slot = -1;
  let at = from;
  for (let byte = memory[at] ?? 0; byte !== 0; byte = memory[at] ?? 0) {
    let distance = byte & 0x7f;
    while (byte >= 0x80) {
      at += 1;
      byte = memory[at] ?? 0;
      distance = (distance << 7) | (byte & 0x7f);
    }
    at += 1;
    slot += distance;
    into[slot >>> 5] = (into[slot >>> 5] ?? 0) | (1 << (slot & 31));
  }
}
