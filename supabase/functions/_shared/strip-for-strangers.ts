import { Refusal } from './refusal.ts';
import { stripMetadata, UnknownFormat } from './strip-metadata.ts';

/**
 * What may be shown to others: the picture, and nothing else that the file says.
 * @throws Refusal 422 for a format that cannot be taken apart
 */
export function stripForStrangers(bytes: Uint8Array, mime: string): Uint8Array {
  try {
    return stripMetadata(bytes, mime);
  } catch (error) {
    if (!(error instanceof UnknownFormat)) throw error;
    throw new Refusal(422, 'format_not_publishable', { mime });
  }
}
