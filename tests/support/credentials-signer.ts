import { constants, createHash, sign } from 'node:crypto';
import { encode, Tagged } from 'cborg';
import { withManifest } from '../fixtures/recipes/marked-files.ts';
import { type KeyKind, makeCertificate, type TestCertificate } from './certificates.ts';

/** Signs files with content credentials as a provider would: a whole C2PA manifest, with a certificate of our own. */

export type SignedFormat = keyof typeof withManifest;

export type Signing = {
  readonly organisation?: string;
  readonly key?: KeyKind;
  readonly title?: string;
  readonly source?: string;
  readonly software?: unknown;
  /** Claims of version 2 call some things otherwise. */
  readonly version?: 1 | 2;
  readonly ingredients?: readonly string[];
  /** Instead of the real number of the COSE algorithm. */
  readonly algorithm?: number;
  /** JPEG: bytes of the store in each segment. */
  readonly packet?: number;
};

type Placed = {
  readonly hash: Buffer;
  readonly exclusions: readonly { readonly start: number; readonly length: number }[];
};

const aiSource = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';

/** @param original the file without credentials; its own bytes stay as they are */
export function signFile(format: SignedFormat, original: Buffer, signing: Signing = {}): Buffer {
  const certificate = makeCertificate(signing.organisation ?? 'Test Studio', signing.key);
  const place = (store: Buffer) =>
    format === 'jpg'
      ? withManifest.jpg(original, store, signing.packet)
      : withManifest[format](original, store);
  let store = buildStore(format, { hash: Buffer.alloc(32), exclusions: [] }, signing, certificate);
  // Where the store lies is in the store, and changes its length: right when it stays the same.
  for (let length = 0; length !== store.length;) {
    length = store.length;
    store = buildStore(format, placed(format, original, place(store)), signing, certificate);
  }
  return place(store);
}

function placed(format: SignedFormat, original: Buffer, file: Buffer): Placed {
  if (format === 'mp4') return { hash: hashOfBoxes(original), exclusions: [] };
  const start = { png: 33, jpg: 2, webp: original.length }[format];
  const length = file.length - original.length;
  const outside = [file.subarray(0, start), file.subarray(start + length)];
  return { hash: sha256(...outside), exclusions: [{ start, length }] };
}

function hashOfBoxes(mp4: Buffer): Buffer {
  const hash = createHash('sha256');
  for (let at = 0; at < mp4.length;) {
    const size = mp4.readUInt32BE(at);
    if (mp4.toString('latin1', at + 4, at + 8) !== 'ftyp') {
      const offset = Buffer.alloc(8);
      offset.writeUInt32BE(at, 4);
      hash.update(offset).update(mp4.subarray(at, at + size));
    }
    at += size;
  }
  return hash.digest();
}

function buildStore(
  format: SignedFormat,
  { hash, exclusions }: Placed,
  signing: Signing,
  certificate: TestCertificate,
): Buffer {
  const { version = 1, source = aiSource, software = { name: 'Test Model' } } = signing;
  const binding =
    format === 'mp4'
      ? cborAssertion('c2pa.hash.bmff.v2', {
          exclusions: [
            {
              xpath: '/uuid',
              data: [{ offset: 8, value: Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex') }],
            },
            { xpath: '/ftyp' },
            { xpath: '/mfra' },
          ],
          alg: 'sha256',
          hash,
          name: 'jumbf manifest',
        })
      : cborAssertion('c2pa.hash.data', {
          exclusions,
          alg: 'sha256',
          hash,
          name: 'jumbf manifest',
          pad: Buffer.alloc(8),
        });
  const assertions = [
    cborAssertion(version === 1 ? 'c2pa.actions' : 'c2pa.actions.v2', {
      actions: [
        {
          action: 'c2pa.created',
          digitalSourceType: source,
          softwareAgent: software,
          when: new Tagged(0, '2026-05-06T07:08:09Z'),
        },
        { action: 'c2pa.converted' },
      ],
    }),
    ...(signing.ingredients ?? []).map((title, place) =>
      cborAssertion(`c2pa.ingredient__${place + 1}`, { 'dc:title': title, relationship: 'componentOf' }),
    ),
    binding,
  ];
  const references = assertions.map(({ label, box }) => ({
    url: `self#jumbf=c2pa.assertions/${label}`,
    hash: sha256(box.subarray(8)),
  }));
  const claim = Buffer.from(
    encode({
      alg: 'sha256',
      instanceID: 'xmp:iid:1',
      signature: 'self#jumbf=c2pa.signature',
      ...(signing.title === undefined ? {} : { 'dc:title': signing.title }),
      ...(version === 1
        ? {
            claim_generator: 'test-studio/1.0',
            claim_generator_info: [{ name: 'Test API' }],
            assertions: references,
          }
        : { claim_generator_info: { name: 'Test API' }, created_assertions: references }),
    }),
  );
  const manifest = superBox(
    'c2ma',
    'urn:c2pa:test',
    superBox('c2as', 'c2pa.assertions', ...assertions.map(({ box }) => box)),
    superBox('c2cl', version === 1 ? 'c2pa.claim' : 'c2pa.claim.v2', dataBox('cbor', claim)),
    superBox('c2cs', 'c2pa.signature', dataBox('cbor', coseSign1(claim, signing, certificate))),
  );
  return superBox('c2pa', 'c2pa', manifest);
}

function coseSign1(
  claim: Buffer,
  { key = 'ec', algorithm }: Signing,
  { der, privateKey }: TestCertificate,
): Buffer {
  const known = { ec: -7, rsa: -37, ed25519: -8 }[key];
  const header = encode(
    new Map<number, unknown>([
      [1, algorithm ?? known],
      [33, [der]],
    ]),
  );
  const structure = encode(['Signature1', header, Buffer.alloc(0), claim]);
  const signature = sign(key === 'ed25519' ? null : 'sha256', structure, {
    key: privateKey,
    ...(key === 'ec' ? { dsaEncoding: 'ieee-p1363' as const } : {}),
    ...(key === 'rsa' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {}),
  });
  return Buffer.from(encode(new Tagged(18, [header, new Map(), null, signature])));
}

function cborAssertion(label: string, content: unknown) {
  return { label, box: superBox('cbor', label, dataBox('cbor', Buffer.from(encode(content)))) };
}

function superBox(type: string, label: string, ...content: readonly Buffer[]): Buffer {
  const uuid = Buffer.concat([Buffer.from(type), Buffer.from('00110010800000aa00389b71', 'hex')]);
  const description = Buffer.concat([uuid, Buffer.from([3]), Buffer.from(`${label}\0`)]);
  return dataBox('jumb', Buffer.concat([dataBox('jumd', description), ...content]));
}

function dataBox(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
