/** Pixels a stand-in draws: what a model was asked for, in whatever words its provider has for that. */
export type Size = { readonly width: number; readonly height: number };

const largestSide = 2048;

/**
 * From `size` as `1024x768`, else from `aspect_ratio` as `16:9`, else a square.
 * @param pixels how many, where only the proportions were asked for
 */
export function askedSize(input: Readonly<Record<string, unknown>>, pixels: number): Size {
  const [, width = '', height = ''] = /^(\d{2,5})x(\d{2,5})$/.exec(String(input['size'])) ?? [];
  if (width !== '') return withinSketch(Number(width), Number(height));
  const [, across = '1', down = '1'] = /^(\d{1,2}):(\d{1,2})$/.exec(String(input['aspect_ratio'])) ?? [];
  const proportion = Math.max(1, Number(across)) / Math.max(1, Number(down));
  return withinSketch(Math.sqrt(pixels * proportion), Math.sqrt(pixels / proportion));
}

function withinSketch(width: number, height: number): Size {
  const scale = Math.min(1, largestSide / Math.max(width, height));
  return { width: Math.round((width * scale) / 2) * 2, height: Math.round((height * scale) / 2) * 2 };
}
