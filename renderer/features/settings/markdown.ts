/** The part of Markdown that our own documents use: headings, paragraphs and flat lists, all of plain text. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] };

/** Reads a document block by block; whatever is no heading and no list item is a paragraph. */
export function parseMarkdown(source: string): readonly Block[] {
  return source
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .flatMap((chunk) => parseChunk(chunk.trim()));
}

function parseChunk(chunk: string): readonly Block[] {
  if (chunk === '') return [];
  const [first = '', ...rest] = chunk.split('\n');
  const heading = /^(#{1,3})\s+(.+)$/.exec(first);
  if (heading) {
    const level = heading[1]?.length === 1 ? 1 : heading[1]?.length === 2 ? 2 : 3;
    return [{ kind: 'heading', level, text: heading[2] ?? '' }, ...parseChunk(rest.join('\n').trim())];
  }
  const lines = [first, ...rest];
  if (lines.every((line) => line.startsWith('- '))) {
    return [{ kind: 'list', items: lines.map((line) => line.slice(2).trim()) }];
  }
  return [{ kind: 'paragraph', text: lines.join(' ') }];
}
