import { letterOf, type Letter } from './templates.ts';

/** A mail as a transport sends it. */
export type Message = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
};

export type Outgoing = {
  readonly address: string;
  readonly category: string;
  readonly template: string;
  readonly params: unknown;
  readonly displayName: string | null;
  /** Works without signing in; null for somebody who has no account. */
  readonly unsubscribeUrl: string | null;
};

/** Plain text and HTML of the same words. Marketing says how to stop it, in the mail and in its header. */
export function compose(mail: Outgoing): Message {
  const letter = letterOf(mail.template, mail.params);
  const unsubscribe = mail.category === 'marketing' ? mail.unsubscribeUrl : null;
  const greeting = mail.displayName ? `Hello ${mail.displayName},` : 'Hello,';
  return {
    to: mail.address,
    subject: oneLine(letter.subject),
    text: textOf(letter, greeting, unsubscribe),
    html: htmlOf(letter, greeting, unsubscribe),
    // RFC 8058: the mail program's own button, one click, no page.
    headers: unsubscribe
      ? { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
      : {},
  };
}

const signature = 'VideoPicAI Studio';

function textOf({ paragraphs, rows = [], action }: Letter, greeting: string, unsubscribe: string | null) {
  const table = rows.map(([name, value]) => `${name}: ${value}`).join('\n');
  return [
    greeting,
    ...paragraphs,
    ...(table ? [table] : []),
    ...(action ? [`${action.label}: ${action.url}`] : []),
    signature,
    ...(unsubscribe ? [`No more such mail: ${unsubscribe}`] : []),
  ].join('\n\n');
}

function htmlOf(
  { subject, paragraphs, rows = [], action }: Letter,
  greeting: string,
  unsubscribe: string | null,
) {
  const cell = 'padding:6px 16px 6px 0;border-bottom:1px solid #e4e5e9';
  const table = rows
    .map(
      ([name, value]) =>
        `<tr><td style="${cell};color:#5c606b">${escape(name)}</td><td style="${cell};text-align:right">${escape(value)}</td></tr>`,
    )
    .join('');
  const button = action
    ? `<p style="margin:28px 0"><a href="${escape(action.url)}" style="background:#2456d0;border-radius:8px;color:#fff;padding:12px 20px;text-decoration:none">${escape(action.label)}</a></p>`
    : '';
  const stop = unsubscribe
    ? `<p style="color:#767a86;font-size:13px"><a href="${escape(unsubscribe)}" style="color:#767a86">No more such mail</a></p>`
    : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>
<body style="background:#fff;color:#16181d;font:16px/1.55 system-ui,sans-serif;margin:0">
<div style="max-width:560px;margin:0 auto;padding:32px 24px">
${[greeting, ...paragraphs].map((part) => `<p>${escape(part).replaceAll('\n', '<br>')}</p>`).join('\n')}
${table ? `<table role="presentation" style="border-collapse:collapse;margin:20px 0">${table}</table>` : ''}${button}
<p style="color:#5c606b">${signature}</p>${stop}
</div></body></html>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A line break in a subject would begin a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
