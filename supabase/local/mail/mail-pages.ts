import { escapeHtml } from '../http/html.ts';
import type { CaughtMail } from './mail-catcher.ts';

const style = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:1rem 0}h2{font-size:1rem;margin:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}small{opacity:.7}`;

/** All mails, the newest first. */
export function showMails(mails: readonly CaughtMail[]): Response {
  const articles = mails.map(
    (mail) => `<article><h2>${escapeHtml(mail.subject)}</h2>
<small>to ${escapeHtml(mail.to.join(', '))} · <time>${mail.receivedAt}</time> · <a href="/mails/${mail.id}/html">as HTML</a>
 · <a href="/mails/${mail.id}">as JSON</a></small>
<pre>${linkify(mail.text)}</pre></article>`,
  );
  return page(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5"><title>Mail catcher</title><style>${style}</style>
<h1>Mail catcher</h1><p>Mails of the embedded cloud. None of them leaves this machine.</p>
${articles.join('\n') || '<p>No mail yet.</p>'}</html>`);
}

/** A mail as its reader sees it; whatever it holds, nothing in it runs or is fetched. */
export function showMail({ html, text }: CaughtMail): Response {
  return page(html || `<pre>${escapeHtml(text)}</pre>`);
}

function page(html: string): Response {
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-top-navigation-by-user-activation",
    },
  });
}

function linkify(text: string): string {
  return escapeHtml(text).replaceAll(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
}
