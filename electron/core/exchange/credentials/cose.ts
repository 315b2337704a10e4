import { constants, verify, X509Certificate, type VerifyKeyObjectInput } from 'node:crypto';
import { encode } from 'cborg';
import { z } from 'zod';
import type { ContentCredentials } from '../../../../shared/domain/credentials.ts';
import { decodeCbor } from './cbor.ts';

/** Labels of the COSE header (RFC 9052, RFC 9360); older signers write the chain's name as a word. */
const algorithmLabel = 1;
const chainLabels = [33, 'x5chain'];

const bytes = z.instanceof(Uint8Array);
const signed = z.tuple([bytes, z.instanceof(Map), z.unknown(), bytes]);
const chain = z.union([bytes.transform((only) => [only]), z.array(bytes).min(1)]);

/** RFC 9053 §2, RFC 8230: the algorithms C2PA allows. */
const algorithms: Readonly<Record<number, { readonly hash: string | null } & Partial<VerifyKeyObjectInput>>> =
  {
    [-7]: { hash: 'sha256', dsaEncoding: 'ieee-p1363' },
    [-35]: { hash: 'sha384', dsaEncoding: 'ieee-p1363' },
    [-36]: { hash: 'sha512', dsaEncoding: 'ieee-p1363' },
    [-37]: { hash: 'sha256', padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    [-38]: { hash: 'sha384', padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 },
    [-39]: { hash: 'sha512', padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 },
    [-8]: { hash: null },
  };

export type Signature = {
  readonly state: ContentCredentials['signature'];
  readonly signer: ContentCredentials['signer'];
};

/**
 * Checks a COSE_Sign1 whose payload lies elsewhere, against the first certificate it brings along. Whether that
 * certificate is to be trusted is not asked.
 * @param payload what was signed
 */
export function checkSignature(coseSign1: Uint8Array, payload: Uint8Array): Signature {
  try {
    const [protectedBytes, open, , signature] = signed.parse(decodeCbor(coseSign1));
    const header = decodeCbor(protectedBytes);
    if (!(header instanceof Map)) return { state: 'broken', signer: null };
    const found = chainLabels.map((label) => header.get(label) ?? open.get(label)).find(Boolean);
    const [leaf] = chain.parse(found);
    if (!leaf) return { state: 'broken', signer: null };
    const certificate = new X509Certificate(leaf);
    const signer = signerOf(certificate);
    const algorithm = algorithms[Number(header.get(algorithmLabel))];
    if (!algorithm) return { state: 'unchecked', signer };
    const { hash, ...options } = algorithm;
    const structure = encode(['Signature1', protectedBytes, new Uint8Array(), payload]);
    const isGood = verify(hash, structure, { key: certificate.publicKey, ...options }, signature);
    return { state: isGood ? 'intact' : 'broken', signer };
  } catch {
    return { state: 'broken', signer: null };
  }
}

function signerOf(certificate: X509Certificate): NonNullable<Signature['signer']> {
  return {
    name: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFrom: certificate.validFromDate.getTime(),
    validTo: certificate.validToDate.getTime(),
  };
}

/** The organisation, else the common name. */
function nameOf(distinguishedName: string): string {
  const lines = distinguishedName.split('\n');
  const valueOf = (key: string) =>
    lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
  return (valueOf('O') || valueOf('CN') || lines[0] || '').slice(0, 200);
}
