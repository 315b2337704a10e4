import { z } from 'zod';

/** What a file's content credentials (C2PA) say of it, and how far they could be checked without a network. */
export const contentCredentials = z.object({
  title: z.string().nullable(),
  /** The program that wrote them. */
  generator: z.string().nullable(),
  /** As the certificate names itself. Whether anybody should believe it is not checked: there is no trust list. */
  signer: z
    .object({
      name: z.string(),
      issuer: z.string(),
      /** Milliseconds since the epoch. */
      validFrom: z.number(),
      validTo: z.number(),
    })
    .nullable(),
  /** Oldest first. `kind` as in the specification, such as `c2pa.created`. */
  actions: z.array(z.object({ kind: z.string(), software: z.string().nullable() })),
  /** Titles of files it was made from. */
  ingredients: z.array(z.string()),
  /** IPTC digital source type, in three words. */
  source: z.enum(['ai', 'partly-ai', 'camera']).nullable(),
  /** `broken`: what was signed is not what is there. `unchecked`: signed in a way that is not known here. */
  signature: z.enum(['intact', 'broken', 'unchecked']),
  /** Whether the file's own bytes are those that were signed for. */
  file: z.enum(['unchanged', 'changed', 'unchecked']),
});
export type ContentCredentials = z.infer<typeof contentCredentials>;
