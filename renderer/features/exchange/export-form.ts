import { exportOptions, type ExportOptions } from '../../../shared/domain/exchange.ts';

/** The export form's own rules: what applies to a choice, and how a word gets into the name. */

export const standardOptions: ExportOptions = exportOptions.parse({});

export const imageFormats = exportOptions.shape.images.unwrap().options;
export const videoFormats = exportOptions.shape.videos.unwrap().options;

/** Formats whose quality can be chosen. */
export function hasQuality({ images }: ExportOptions): boolean {
  return images === 'jpeg' || images === 'webp' || images === 'avif';
}

type Kinds = { readonly images: boolean; readonly videos: boolean };

/** Which line explains the recipe's choice; `original`: there is nothing to choose. */
export function recipeNote(options: ExportOptions, kinds: Kinds): 'embed' | 'strip' | 'original' | 'mixed' {
  const formats = [...(kinds.images ? [options.images] : []), ...(kinds.videos ? [options.videos] : [])];
  if (formats.every((format) => format === 'original')) return 'original';
  return formats.some((format) => format === 'original') ? 'mixed' : options.recipe;
}

/** Puts `{token}` where the caret is, with a space where it would touch a word. */
export function insertToken(
  template: string,
  token: string,
  selection: { readonly start: number; readonly end: number },
): { readonly template: string; readonly caret: number } {
  const before = template.slice(0, selection.start);
  const after = template.slice(selection.end);
  const touches = before !== '' && !/[\s/_\-(]$/.test(before);
  const inserted = `${touches ? ' ' : ''}{${token}}`;
  return { template: before + inserted + after, caret: before.length + inserted.length };
}
