import { z } from 'zod';
import { escapeHtml as safe } from './http/html.ts';

const feedRow = z.object({
  id: z.string(),
  kind: z.enum(['image', 'video']),
  title: z.string(),
  thumb_path: z.string(),
  width: z.number(),
  height: z.number(),
  like_count: z.number(),
  display_name: z.string().nullable(),
  handle: z.string(),
  cursor: z.string(),
});
type FeedRow = z.infer<typeof feedRow>;

const post = z.object({
  kind: z.enum(['image', 'video']),
  title: z.string(),
  tags: z.array(z.string()),
  prompt: z.string().nullable(),
  media_path: z.string(),
  width: z.number(),
  height: z.number(),
  like_count: z.number(),
  published_at: z.string(),
  author: z.object({ handle: z.string(), display_name: z.string().nullable(), bio: z.string().nullable() }),
});
type Post = z.infer<typeof post>;

export const GALLERY_PATH = '/stand-in/gallery';
const sorts = ['trending', 'newest', 'top'] as const;
const pageSize = 30;

const style = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui;margin:2rem auto;max-width:72rem;padding:0 1rem}
nav{display:flex;gap:1rem}a{color:inherit}[aria-current]{font-weight:700;text-decoration:none}small{opacity:.7}
ul{list-style:none;padding:0;columns:4 15rem;column-gap:1rem}li{break-inside:avoid;margin-bottom:1.25rem}
img,video{display:block;max-width:100%;height:auto;border-radius:8px}main img,main video{max-height:75vh;width:auto}`;

/**
 * Discover in a browser, as a visitor without an account sees it, for as long as the studio does not show it. It asks the
 * functions that anybody may ask, with the publishable key alone.
 * @param cloud where the gateway is
 */
export function createGalleryPages(cloud: { readonly url: string; readonly publishableKey: string }) {
  async function ask(name: string, args: object): Promise<Response> {
    return await fetch(`${cloud.url}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: { apikey: cloud.publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
  }
  return async (request: Request): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    const id = pathname.slice(GALLERY_PATH.length + 1);
    if (id !== '') {
      const answer = await ask('post_details', { p_post: id });
      if (!answer.ok) return page('Gallery', '<p>This creation is not published.</p>', 404);
      const found = post.parse(await answer.json());
      return page(found.title, postPage(found));
    }
    const sort = sorts.find((name) => name === searchParams.get('sort')) ?? 'trending';
    const answer = await ask('discover_feed', {
      p_sort: sort,
      p_after: searchParams.get('after'),
      p_limit: pageSize,
    });
    if (!answer.ok) return page('Gallery', '<p>This part of the gallery cannot be shown.</p>', 400);
    const rows = z.array(feedRow).parse(await answer.json());
    return page('Gallery', feedPage(rows, sort));
  };
}

/** On whatever name of this machine the page was opened. */
const addressOf = (path: string): string => `/storage/v1/object/public/gallery/${path}`;

function feedPage(rows: readonly FeedRow[], sort: string): string {
  const orders = sorts.map(
    (name) => `<a href="?sort=${name}"${name === sort ? ' aria-current="page"' : ''}>${name}</a>`,
  );
  const tiles = rows.map(
    (
      row,
    ) => `<li><a href="${GALLERY_PATH}/${row.id}"><img src="${safe(addressOf(row.thumb_path))}" alt="${safe(row.title)}"
      width="${row.width}" height="${row.height}" loading="lazy"></a>
      ${safe(row.title)}${row.kind === 'video' ? ' · clip' : ''}<br>
      <small>${safe(row.display_name ?? row.handle)} · ${likes(row)}</small></li>`,
  );
  const last = rows.length === pageSize ? rows.at(-1) : undefined;
  const more = last
    ? `<p><a href="?sort=${sort}&amp;after=${encodeURIComponent(last.cursor)}">More</a></p>`
    : '';
  return `<h1>Gallery</h1><nav aria-label="Order">${orders.join(' ')}</nav>
    ${tiles.length > 0 ? `<ul>${tiles.join('')}</ul>${more}` : '<p>Nothing is published yet: --seed makes a gallery.</p>'}`;
}

function postPage(shown: Post): string {
  const address = addressOf(shown.media_path);
  const size = `width="${shown.width}" height="${shown.height}"`;
  const media =
    shown.kind === 'video'
      ? `<video src="${safe(address)}" ${size} controls loop></video>`
      : `<img src="${safe(address)}" ${size} alt="${safe(shown.prompt ?? shown.title)}">`;
  const prompt =
    shown.prompt === null ? '<small>The author does not show the prompt.</small>' : safe(shown.prompt);
  return `<nav><a href="${GALLERY_PATH}">Gallery</a></nav><main>${media}<h1>${safe(shown.title)}</h1>
    <p>${safe(shown.author.display_name ?? shown.author.handle)} <small>@${safe(shown.author.handle)} ·
    ${safe(shown.published_at.slice(0, 10))} · ${likes(shown)}</small></p><p>${prompt}</p>
    <p><small>${safe(shown.tags.map((tag) => `#${tag}`).join(' '))}</small></p></main>`;
}

function likes({ like_count: count }: { readonly like_count: number }): string {
  return count === 1 ? '1 like' : `${count} likes`;
}

function page(title: string, body: string, status = 200): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${safe(title)}</title><style>${style}</style>${body}</html>`;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'";
  return new Response(html, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  });
}
