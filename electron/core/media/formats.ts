import type { MediaKind } from '../../../shared/domain/media.ts';

/** File formats the library keeps. The name of a format is also the ending of its files. */
const formats = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
} as const;

export type MediaFormat = keyof typeof formats;

export function isMediaFormat(name: string): name is MediaFormat {
  return Object.hasOwn(formats, name);
}

export function mimeOfFormat(format: string): string {
  return isMediaFormat(format) ? formats[format] : 'application/octet-stream';
}

export function formatOfMime(mime: string): MediaFormat | undefined {
  return Object.keys(formats)
    .filter(isMediaFormat)
    .find((format) => formats[format] === mime);
}

export function kindOfFormat(format: MediaFormat): MediaKind {
  return formats[format].startsWith('video/') ? 'video' : 'image';
}
