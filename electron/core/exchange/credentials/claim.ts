import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { decodeCborObject } from './cbor.ts';
import type { SuperBox } from './jumbf.ts';

const bytes = z.instanceof(Uint8Array);
const words = z.string().transform((value) => value.slice(0, 200));
const named = z.object({ name: words });
const reference = z.object({ url: z.string(), hash: bytes, alg: z.string().optional() });
type Reference = z.infer<typeof reference>;

/** Claims of both versions (C2PA specification 1.4 and 2.1, "Claims"). */
const claimMap = z.object({
  alg: z.string().default('sha256'),
  'dc:title': words.nullable().catch(null).default(null),
  claim_generator: words.nullable().catch(null).default(null),
  claim_generator_info: z
    .union([named, z.array(named)])
    .nullable()
    .catch(null)
    .default(null),
  assertions: z.array(reference).default([]),
  created_assertions: z.array(reference).default([]),
  gathered_assertions: z.array(reference).default([]),
  redacted_assertions: z.array(z.string()).default([]),
});

export type Claim = {
  /** The bytes that were signed. */
  readonly bytes: Buffer;
  readonly signature: Buffer | null;
  readonly title: string | null;
  readonly generator: string | null;
  readonly hashName: string;
  readonly assertions: ReadonlyMap<string, SuperBox>;
  /** Assertions it was signed over. */
  readonly named: readonly Reference[];
  /** Labels of assertions that were taken out of older manifests, which is allowed when it is said. */
  readonly redacted: readonly string[];
};

/** @returns null when the manifest holds no claim that can be read */
export function readClaim(manifest: SuperBox): Claim | null {
  const child = (label: RegExp) => manifest.boxes.find((box) => label.test(box.label));
  const claimBytes = child(/^c2pa\.claim(\.v2)?$/)?.data.get('cbor');
  if (!claimBytes) return null;
  const parsed = claimMap.safeParse(orNull(() => decodeCborObject(claimBytes)));
  if (!parsed.success) return null;
  const claim = parsed.data;
  const store = child(/^c2pa\.assertions$/)?.boxes ?? [];
  const assertions = new Map(store.map((box) => [box.label, box]));
  const info = [claim.claim_generator_info].flat()[0];
  return {
    bytes: claimBytes,
    signature: child(/^c2pa\.signature$/)?.data.get('cbor') ?? null,
    title: claim['dc:title'],
    generator: info?.name ?? claim.claim_generator,
    hashName: claim.alg,
    assertions,
    named: [...claim.assertions, ...claim.created_assertions, ...claim.gathered_assertions],
    redacted: claim.redacted_assertions.map(labelOf),
  };
}

/** Whether every assertion that a claim was signed over is there as it was. */
export function isWhole(
  { named: references, assertions, hashName }: Claim,
  redacted: ReadonlySet<string>,
): boolean {
  return references.every(({ url, hash, alg = hashName }) => {
    const box = assertions.get(labelOf(url));
    if (!box) return redacted.has(labelOf(url));
    return isHashName(alg) && sameBytes(createHash(alg).update(box.content).digest(), hash);
  });
}

/** What an assertion says, parsed; null when there is none such or it says something else. */
export function readAssertion<T extends z.ZodType>(box: SuperBox | undefined, schema: T): z.infer<T> | null {
  const content = box?.data.get('cbor');
  if (!content) return null;
  const parsed = schema.safeParse(orNull(() => decodeCborObject(content)));
  return parsed.success ? parsed.data : null;
}

/** Only what C2PA allows: a name from a file must not choose any algorithm there is. */
export function isHashName(name: string): boolean {
  return /^sha(?:256|384|512)$/.test(name);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `self#jumbf=c2pa.assertions/c2pa.actions` → `c2pa.actions`. */
function labelOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function orNull(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}
