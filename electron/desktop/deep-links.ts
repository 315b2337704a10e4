/** The scheme the installers register for the studio. */
const linkScheme = 'videopicai';

const pages = ['create', 'library', 'activity', 'settings'] as const;

/**
 * The window's address for a link such as `videopicai://open/library`. Any web page can offer such a link, so it
 * opens a page and does nothing else: it carries no prompt, no key and no file.
 * @returns null for whatever is not a known page, to be ignored
 */
export function pageOfLink(link: string): string | null {
  const url = URL.parse(link);
  if (url?.protocol !== `${linkScheme}:` || url.host !== 'open' || url.search !== '' || url.hash !== '')
    return null;
  const page = pages.find((name) => url.pathname === `/${name}`);
  return page ? `/${page}` : null;
}

/** The first link among a program's arguments; Chromium mixes its own switches in. */
export function linkAmong(args: readonly string[]): string | null {
  return args.find((arg) => arg.startsWith(`${linkScheme}://`)) ?? null;
}
