import type { AuthSettings } from '../config.ts';

/**
 * @param wanted the address a client asked to be sent back to
 * @returns it when it is allowed, else the site's own
 */
export function allowedRedirect(settings: AuthSettings, wanted: string | null | undefined): string {
  if (!wanted || !URL.canParse(wanted)) return settings.siteUrl;
  const isAllowed = [settings.siteUrl, ...settings.redirectUrls].some((glob) =>
    globToRegExp(glob).test(wanted),
  );
  return isAllowed ? wanted : settings.siteUrl;
}

function globToRegExp(glob: string): RegExp {
  const parts = glob.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^./]*';
    return part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('')}$`);
}
