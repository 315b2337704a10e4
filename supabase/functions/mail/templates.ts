import { z } from 'zod';

/** A mail before it is put into text and HTML: a greeting is added, and nothing here is HTML. */
export type Letter = {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Rows of a small table. */
  readonly rows?: readonly (readonly [string, string])[];
  readonly action?: { readonly label: string; readonly url: string };
};

const text = z.string().max(4000);
const count = z.coerce.number();

function letter<S extends z.ZodType>(params: S, write: (given: z.output<S>) => Letter) {
  return (raw: unknown): Letter => write(params.parse(raw));
}

/** Every mail the service writes, by the name the outbox knows it by. */
const templates = {
  payment_failed: letter(z.object({ invoice_url: z.url().nullish() }), ({ invoice_url: url }) => ({
    subject: 'Your payment did not go through',
    paragraphs: [
      'Stripe could not charge your payment method for VideoPicAI Pro. It will try again in the next days; until then nothing changes for you.',
      'To pay now, or with something else, open the invoice.',
    ],
    ...(url ? { action: { label: 'Open the invoice', url } } : {}),
  })),

  policy_changed: letter(
    z.object({ version: text, effective_at: text, summary: text }),
    ({ version, effective_at: effectiveAt, summary }) => ({
      subject: 'Our privacy policy changes',
      paragraphs: [
        `Version ${version} of the privacy policy of VideoPicAI Studio takes effect on ${dayOf(effectiveAt)}.`,
        summary,
        'The whole text is in the studio, under Settings › Privacy, also without a network.',
      ],
    }),
  ),

  statement: letter(
    z.object({
      month: text,
      opening: count,
      granted: count,
      bought: count,
      spent: count,
      expired: count,
      corrected: count,
      closing: count,
    }),
    ({ month, opening, granted, bought, spent, expired, corrected, closing }) => {
      const named = monthOf(month);
      return {
        subject: `Your credits in ${named}`,
        paragraphs: [`This is what happened to your VideoPicAI credits in ${named}.`],
        rows: [
          ['At the beginning', whole(opening)],
          ['From your plan', whole(granted)],
          ['Bought', whole(bought)],
          ['Spent', whole(-spent)],
          ['Ended with their month', whole(-expired)],
          ...(corrected === 0 ? [] : [['Corrections', whole(corrected)] as const]),
          ['At the end', whole(closing)],
        ],
      };
    },
  ),

  new_device: letter(z.object({ user_agent: text.nullish(), at: text }), ({ user_agent: device, at }) => ({
    subject: 'A new device signed in to your account',
    paragraphs: [
      `${device || 'A device that does not say what it is'} signed in on ${dayOf(at)}.`,
      'If that was you, there is nothing to do. If not, open Settings › Account in the studio, sign that device out and change your password.',
    ],
  })),

  deletion_scheduled: letter(z.object({ scheduled_for: text }), ({ scheduled_for: at }) => ({
    subject: 'Your account will be deleted',
    paragraphs: [
      `You asked us to delete your account. On ${dayOf(at)} everything in it is erased: creations in the cloud, public posts, links, settings.`,
      'Until then you can change your mind in the studio, under Settings › Privacy. What is on your own disk stays yours.',
    ],
  })),

  deletion_done: letter(
    z.object({ certificate: text, kept: z.record(z.string(), z.object({ rows: count, why: text })) }),
    ({ certificate, kept }) => ({
      subject: 'Your account is deleted',
      paragraphs: [
        'Everything we held about you is erased, files and all. This mail is the certificate.',
        Object.keys(kept).length === 0
          ? 'Nothing is kept.'
          : 'What the law makes us keep has nothing in it that tells who you were:',
        `Certificate ${certificate}`,
      ],
      rows: Object.entries(kept).map(([what, { rows, why }]) => [`${what}: ${why}`, whole(rows)] as const),
    }),
  ),

  export_ready: letter(z.object({}), () => ({
    subject: 'Your data is ready',
    paragraphs: [
      'The copy of everything we hold about you is ready. Fetch it within seven days in the studio, under Settings › Privacy.',
    ],
  })),

  support_received: letter(z.object({ category: text }), ({ category }) => ({
    subject: 'We have your message',
    paragraphs: [`Thank you for writing to us (${category}). We answer to this address.`],
  })),

  support_forward: letter(
    z.object({ id: text, category: text, message: z.string() }),
    ({ id, category, message }) => ({
      subject: `Support: ${category}`,
      paragraphs: [...message.split(/\n{2,}/), `Message ${id}`],
    }),
  ),

  support_reply: letter(z.object({ body: z.string() }), ({ body }) => ({
    subject: 'An answer to your message',
    paragraphs: body.split(/\n{2,}/),
  })),

  post_moderated: letter(
    z.object({
      action: z.enum(['hide', 'restore', 'remove', 'mark_sensitive']),
      title: text.default(''),
      note: text.nullish(),
    }),
    ({ action, title, note }) => ({
      subject: `Your post ${outcome[action]}`,
      paragraphs: [
        `Your post${title ? ` “${title}”` : ''} in Discover ${outcome[action]}.`,
        ...(note ? [note] : []),
        ...(action === 'hide'
          ? [
              'If you think this is wrong, open the post in the studio and choose Appeal. A person looks at it.',
            ]
          : []),
      ],
    }),
  ),
} satisfies Record<string, (params: unknown) => Letter>;

/** @throws Error for a name or parameters that no mail has: it is a fault of ours, and nobody gets half a mail */
export function letterOf(template: string, params: unknown): Letter {
  const write = new Map<string, (params: unknown) => Letter>(Object.entries(templates)).get(template);
  if (!write) throw new Error(`There is no mail ${template}`);
  return write(params);
}

const outcome = {
  hide: 'was hidden',
  restore: 'is visible again',
  remove: 'was removed',
  mark_sensitive: 'was marked as sensitive',
} as const;

/** `2026-11-01` → `November 2026`. */
function monthOf(date: string): string {
  return new Date(date).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function dayOf(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? iso
    : at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function whole(value: number): string {
  return value.toLocaleString('en-US');
}
