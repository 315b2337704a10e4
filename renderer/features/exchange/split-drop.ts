/**
 * Parts what was dropped into things that have a place on the disk, folders among them, and pictures that exist
 * only as bytes, as a browser hands them over.
 * @param pathOf answers '' where there is no path
 */
export function splitDrop<Item>(
  items: readonly Item[],
  pathOf: (item: Item) => string,
): { readonly paths: readonly string[]; readonly loose: readonly Item[] } {
  const paths = new Set<string>();
  const loose: Item[] = [];
  for (const item of items) {
    const path = pathOf(item);
    if (path === '') loose.push(item);
    else paths.add(path);
  }
  return { paths: [...paths], loose };
}
