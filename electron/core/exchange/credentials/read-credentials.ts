import { z } from 'zod';
import type { ContentCredentials } from '../../../../shared/domain/credentials.ts';
import type { MediaFormat } from '../../media/formats.ts';
import { type ByteSource, withFile } from '../byte-source.ts';
import { type Claim, isWhole, readAssertion, readClaim } from './claim.ts';
import { checkSignature } from './cose.ts';
import { checkBinding } from './hard-binding.ts';
import { parseJumbf } from './jumbf.ts';
import { readManifestStore } from './manifest-store.ts';

export type FoundCredentials =
  | { readonly carried: false }
  /** `credentials` null: there are some, and they cannot be read. */
  | { readonly carried: true; readonly credentials: ContentCredentials | null };

/** More would not be read by anybody. */
const listed = 50;

const words = z.string().transform((value) => value.slice(0, 200));
const actions = z.object({
  actions: z.array(
    z.object({
      action: words,
      softwareAgent: z
        .union([words, z.object({ name: words }).transform(({ name }) => name)])
        .nullable()
        .catch(null)
        .default(null),
      digitalSourceType: z.string().nullable().catch(null).default(null),
    }),
  ),
});
const ingredient = z.object({ 'dc:title': words });

/** @throws when the file cannot be read */
export function readCredentials(
  path: string,
  format: MediaFormat,
  signal: AbortSignal,
): Promise<FoundCredentials> {
  return withFile(path, (source) => credentialsIn(source, format, signal));
}

/**
 * Reads a file's content credentials (C2PA) and checks what can be checked offline: the signatures, that what they
 * cover is there as it was, and that the file is the one they were made for. Whatever is broken, it does not throw.
 */
export async function credentialsIn(
  source: ByteSource,
  format: MediaFormat,
  signal: AbortSignal,
): Promise<FoundCredentials> {
  const bytes = await readManifestStore(source, format);
  if (!bytes) return { carried: false };
  const store = parseJumbf(bytes);
  // The last one speaks for the file; those before it for what the file was made from.
  const claims = (store?.boxes ?? []).slice(0, listed).map(readClaim);
  const active = claims.at(-1);
  if (!active) return { carried: true, credentials: null };
  const whole = claims.filter((claim) => claim !== null);
  const steps = whole.flatMap(actionsOf).slice(0, listed);
  const redacted = new Set(whole.flatMap((claim) => claim.redacted));
  const signatures = whole.map((claim) => signatureOf(claim, redacted));
  const signature = signatures.at(-1);
  const states = new Set(signatures.map(({ state }) => state));
  return {
    carried: true,
    credentials: {
      title: active.title,
      generator: active.generator,
      signer: signature?.signer ?? null,
      actions: steps.map(({ action, softwareAgent }) => ({ kind: action, software: softwareAgent })),
      ingredients: [...active.assertions.values()]
        .filter(({ label }) => label.startsWith('c2pa.ingredient'))
        .flatMap((box) => readAssertion(box, ingredient)?.['dc:title'] ?? [])
        .slice(0, listed),
      source: sourceOf(steps.flatMap(({ digitalSourceType }) => digitalSourceType ?? [])),
      signature: (['broken', 'unchecked'] as const).find((state) => states.has(state)) ?? 'intact',
      file: await checkBinding(source, active, signal),
    },
  };
}

function signatureOf(claim: Claim, redacted: ReadonlySet<string>) {
  if (!claim.signature) return { state: 'broken', signer: null } as const;
  const checked = checkSignature(claim.signature, claim.bytes);
  return isWhole(claim, redacted) ? checked : ({ ...checked, state: 'broken' } as const);
}

function actionsOf(claim: Claim) {
  return [...claim.assertions.values()]
    .filter(({ label }) => /^c2pa\.actions(\.v2)?(__\d+)?$/.test(label))
    .flatMap((box) => readAssertion(box, actions)?.actions ?? []);
}

/** https://cv.iptc.org/newscodes/digitalsourcetype/ */
function sourceOf(types: readonly string[]): ContentCredentials['source'] {
  const names = new Set(types.map((type) => type.slice(type.lastIndexOf('/') + 1)));
  if (names.has('trainedAlgorithmicMedia')) return 'ai';
  if (names.has('compositeWithTrainedAlgorithmicMedia') || names.has('compositeSynthetic'))
    return 'partly-ai';
  return names.has('digitalCapture') || names.has('computationalCapture') ? 'camera' : null;
}
