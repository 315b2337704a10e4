import { err, ok, type Result } from '../../../shared/result.ts';

/** Reads base64 picture data, with or without a `data:` prefix. @returns in words what is wrong with it */
export function pictureFromBase64(text: string): Result<Uint8Array, string> {
  const base64 = text.replace(/^data:[^,]*,/, '');
  if (base64.length < 16) return err('The picture was empty.');
  const bytes = Buffer.from(base64, 'base64');
  return isMedia(bytes) ? ok(bytes) : err('It is neither a picture nor a video.');
}

/** First look only, so that a web page or an error text is not delivered; the library looks closely. */
export function isMedia(bytes: Uint8Array): boolean {
  return mediaMime(bytes) !== null;
}

/** MIME type by the first bytes. */
export function mediaMime(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 512)).toString(
    'latin1',
  );
  if (head.startsWith('\u0089PNG\r\n')) return 'image/png';
  if (head.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg';
  if (head.startsWith('GIF8')) return 'image/gif';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp';
  if (head.slice(4, 8) === 'ftyp') return head.slice(8, 12) === 'avif' ? 'image/avif' : 'video/mp4';
  if (head.startsWith('\u001a\u0045\u00df\u00a3')) return 'video/webm';
  return /^\s*(?:<\?xml[^>]*>\s*)?<svg\b/i.test(head) ? 'image/svg+xml' : null;
}
