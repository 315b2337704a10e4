import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import type { ContentCredentials } from '../../../../shared/domain/credentials.ts';
import type { ByteSource } from '../byte-source.ts';
import { boxes } from '../containers.ts';
import { type Claim, isHashName, readAssertion, sameBytes } from './claim.ts';

type Bound = ContentCredentials['file'];
type Span = { readonly start: number; readonly length: number };

const bytes = z.instanceof(Uint8Array);
const position = z.number().int().min(0);
const dataHash = z.object({
  alg: z.string().optional(),
  hash: bytes,
  exclusions: z
    .array(z.object({ start: position, length: position }))
    .max(1000)
    .default([]),
});
const boxHash = z.object({
  alg: z.string().optional(),
  hash: bytes,
  merkle: z.unknown().optional(),
  exclusions: z.array(
    z.object({
      xpath: z.string(),
      length: position.nullish(),
      data: z.array(z.object({ offset: position, value: bytes })).nullish(),
      subset: z.unknown().optional(),
      version: z.unknown().optional(),
      flags: z.unknown().optional(),
    }),
  ),
});

const pieceBytes = 1024 * 1024;

/**
 * Whether the file's bytes are those that the claim was made for (C2PA specification 2.1, "Hard bindings"). Data hashes
 * are checked, and box hashes of whole files; hashes by pieces and by general boxes are not.
 */
export async function checkBinding(source: ByteSource, claim: Claim, signal: AbortSignal): Promise<Bound> {
  const data = readAssertion(claim.assertions.get('c2pa.hash.data'), dataHash);
  if (data) {
    const spans = outside(data.exclusions, source.sizeBytes);
    if (!spans) return 'changed';
    return compare(data, claim, async (hash) => {
      for (const span of spans) await addSpan(source, span, hash, signal);
    });
  }
  const label = ['c2pa.hash.bmff.v3', 'c2pa.hash.bmff.v2'].find((name) => claim.assertions.has(name));
  const boxed = label ? readAssertion(claim.assertions.get(label), boxHash) : null;
  return boxed ? checkBoxes(source, boxed, claim, signal) : 'unchecked';
}

/** Every outermost box that is not left out counts: where it begins, as 8 bytes, and what is in it. */
async function checkBoxes(
  source: ByteSource,
  assertion: z.infer<typeof boxHash>,
  claim: Claim,
  signal: AbortSignal,
): Promise<Bound> {
  const isPlain = assertion.exclusions.every(
    ({ xpath, subset, version, flags }) =>
      /^\/\w{4}$/.test(xpath) && (subset ?? version ?? flags ?? null) === null,
  );
  if (!isPlain || (assertion.merkle ?? null) !== null) return 'unchecked';
  return compare(assertion, claim, async (hash) => {
    let start = 0;
    for await (const box of boxes(source)) {
      const span = { start, length: box.offset + box.length - start };
      start += span.length;
      if (await isLeftOut(source, span, box.type, assertion.exclusions)) continue;
      const offset = Buffer.alloc(8);
      offset.writeBigUInt64BE(BigInt(span.start));
      hash.update(offset);
      await addSpan(source, span, hash, signal);
    }
    // Bytes behind the last box belong to none, and were not signed for.
    await addSpan(source, { start, length: source.sizeBytes - start }, hash, signal);
  });
}

async function isLeftOut(
  source: ByteSource,
  span: Span,
  type: string,
  exclusions: z.infer<typeof boxHash>['exclusions'],
): Promise<boolean> {
  for (const { xpath, length, data } of exclusions) {
    if (xpath !== `/${type}` || (length ?? span.length) !== span.length) continue;
    const matches = await Promise.all(
      (data ?? []).map(async ({ offset, value }) =>
        sameBytes(await source.read(span.start + offset, value.length), value),
      ),
    );
    if (matches.every(Boolean)) return true;
  }
  return false;
}

async function compare(
  assertion: { readonly alg?: string | undefined; readonly hash: Uint8Array },
  claim: Claim,
  add: (hash: Hash) => Promise<void>,
): Promise<Bound> {
  const name = assertion.alg ?? claim.hashName;
  if (!isHashName(name)) return 'unchecked';
  const hash = createHash(name);
  await add(hash);
  return sameBytes(hash.digest(), assertion.hash) ? 'unchanged' : 'changed';
}

/** What lies between the spans that are left out; null when they do not fit into the file. */
function outside(exclusions: readonly Span[], sizeBytes: number): readonly Span[] | null {
  const spans: Span[] = [];
  let at = 0;
  for (const { start, length } of exclusions.toSorted((a, b) => a.start - b.start)) {
    if (start < at || start + length > sizeBytes) return null;
    spans.push({ start: at, length: start - at });
    at = start + length;
  }
  return [...spans, { start: at, length: sizeBytes - at }];
}

async function addSpan(source: ByteSource, span: Span, hash: Hash, signal: AbortSignal): Promise<void> {
  for (let at = 0; at < span.length; at += pieceBytes) {
    signal.throwIfAborted();
    hash.update(await source.read(span.start + at, Math.min(pieceBytes, span.length - at)));
  }
}
