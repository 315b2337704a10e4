/** What the `share` function tells of a creation, as far as the page shows it. */
export type Share = {
  readonly title: string;
  readonly prompt: string | null;
  readonly width: number;
  readonly height: number;
  readonly isClip: boolean;
  readonly mediaUrl: string;
  readonly previewUrl: string | null;
  readonly createdAt: string;
  readonly author: string | null;
};

/** @throws Error for an answer of another shape; addresses other than the web's are refused */
export function readShare(answer: unknown): Share {
  const given = recordOf(answer);
  const author = recordOf(given['author'] ?? {});
  const name = author['display_name'] ?? author['handle'];
  return {
    title: textOf(given['title']),
    prompt: given['prompt'] === null ? null : textOf(given['prompt']),
    width: sizeOf(given['width']),
    height: sizeOf(given['height']),
    isClip: textOf(given['mime']).startsWith('video/'),
    mediaUrl: addressOf(given['media_url']),
    previewUrl: given['preview_url'] === null ? null : addressOf(given['preview_url']),
    createdAt: textOf(given['created_at']),
    author: typeof name === 'string' ? name : null,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('Not an object');
  return Object.fromEntries(Object.entries(value));
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error('Not a text');
  return value;
}

function sizeOf(value: unknown): number {
  if (typeof value !== 'number' || !(value > 0)) throw new Error('Not a size');
  return value;
}

function addressOf(value: unknown): string {
  const url = new URL(textOf(value));
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('Not an address');
  return url.href;
}
