import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** X.509 certificates made by hand, so that tests need no program for it: just enough DER. */

export type TestCertificate = { readonly der: Buffer; readonly privateKey: KeyObject };

export type KeyKind = 'ec' | 'rsa' | 'ed25519';

/** A self-signed certificate, valid in 2026. */
export function makeCertificate(organisation: string, kind: KeyKind = 'ec'): TestCertificate {
  const { publicKey, privateKey } = keyPair(kind);
  const algorithm = sequence(...algorithmOf[kind]);
  const name = sequence(
    set(sequence(oid(2, 5, 4, 3), utf8('Test signer'))),
    set(sequence(oid(2, 5, 4, 10), utf8(organisation))),
  );
  const toSign = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    algorithm,
    name,
    sequence(utcTime('260101000000Z'), utcTime('270101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign(kind === 'ed25519' ? null : 'sha256', toSign, privateKey);
  return { der: sequence(toSign, algorithm, tagged(0x03, Buffer.from([0]), signature)), privateKey };
}

function keyPair(kind: KeyKind) {
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return kind === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ed25519');
}

const algorithmOf = {
  ec: [oid(1, 2, 840, 10045, 4, 3, 2)],
  rsa: [oid(1, 2, 840, 113549, 1, 1, 11), tagged(0x05)],
  ed25519: [oid(1, 3, 101, 112)],
} as const;

function tagged(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : long)]), content]);
}

function sequence(...contents: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...contents);
}

function set(...contents: readonly Uint8Array[]): Buffer {
  return tagged(0x31, ...contents);
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]));
}

function utf8(value: string): Buffer {
  return tagged(0x0c, Buffer.from(value));
}

function utcTime(value: string): Buffer {
  return tagged(0x17, Buffer.from(value));
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const digits = (value: number): number[] =>
    value < 128 ? [value] : [...digits(value >> 7).map((digit) => digit | 128), value & 127];
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(digits)]));
}
