import { z } from 'zod';

export const mediaKind = z.enum(['image', 'video']);
export type MediaKind = z.infer<typeof mediaKind>;

/** SHA-256 of a file's bytes, lower-case hex: the name under which the library keeps it. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** Thumbnail edges in px: the longer side of the picture fits inside. */
export const thumbnailSizes = [256, 512] as const;
export type ThumbnailSize = (typeof thumbnailSizes)[number];
