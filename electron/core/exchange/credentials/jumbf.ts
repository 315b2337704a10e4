/** JUMBF superboxes (ISO 19566-5), as far as C2PA uses them. */
export type SuperBox = {
  readonly label: string;
  /** Everything behind the box's own head: what hashes of it are taken over. */
  readonly content: Buffer;
  readonly boxes: readonly SuperBox[];
  /** Content boxes by type, such as `cbor`; the first of each. */
  readonly data: ReadonlyMap<string, Buffer>;
};

/** A manifest store has four levels and some dozens of boxes. */
const maxDepth = 8;
const maxBoxes = 5000;

/** @returns null when the bytes are no superbox */
export function parseJumbf(bytes: Buffer): SuperBox | null {
  const left = { boxes: maxBoxes };
  const [first] = [...eachBox(bytes, left)];
  return first?.type === 'jumb' ? parseSuperBox(first.content, 0, left) : null;
}

function parseSuperBox(content: Buffer, depth: number, left: { boxes: number }): SuperBox | null {
  const inner: SuperBox[] = [];
  const data = new Map<string, Buffer>();
  let label: string | null = null;
  for (const box of eachBox(content, left)) {
    if (label === null) {
      if (box.type !== 'jumd') return null;
      label = labelOf(box.content);
    } else if (box.type === 'jumb' && depth < maxDepth) {
      const parsed = parseSuperBox(box.content, depth + 1, left);
      if (parsed) inner.push(parsed);
    } else if (!data.has(box.type)) {
      data.set(box.type, box.content);
    }
  }
  return label === null ? null : { label, content, boxes: inner, data };
}

function* eachBox(bytes: Buffer, left: { boxes: number }) {
  let at = 0;
  while (at + 8 <= bytes.length && left.boxes > 0) {
    left.boxes -= 1;
    const short = bytes.readUInt32BE(at);
    const isLong = short === 1;
    if (isLong && at + 16 > bytes.length) return;
    const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short;
    const head = isLong ? 16 : 8;
    if (size < head || at + size > bytes.length) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + head, at + size) };
    at += size;
  }
}

/** UUID, toggles (bit 1: has a label), then the label up to a 0. */
function labelOf(description: Buffer): string {
  if (((description[16] ?? 0) & 2) === 0) return '';
  const end = description.indexOf(0, 17);
  return description.toString('utf8', 17, end === -1 ? description.length : end);
}
