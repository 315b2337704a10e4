import type { TagCount } from '../../../shared/domain/collection.ts';

/**
 * Tags with these letters in their name, those that begin with them first.
 * @param most so many at most
 * @returns and how many more there are
 */
export function findTags(
  tags: readonly TagCount[],
  typed: string,
  most: number,
): { readonly found: readonly TagCount[]; readonly more: number } {
  const wanted = typed.trim().toLocaleLowerCase();
  const named = tags.map((tag) => ({ tag, at: tag.name.toLocaleLowerCase().indexOf(wanted) }));
  const found = [...named.filter(({ at }) => at === 0), ...named.filter(({ at }) => at > 0)];
  return { found: found.slice(0, most).map(({ tag }) => tag), more: Math.max(0, found.length - most) };
}
