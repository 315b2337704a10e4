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

  credit_statement: letter(
    z.object({
      month: text,
      opening: count,
      granted: count,
      bought: count,
      spent: count,
      returned: count.default(0),
      closing: count,
    }),
    ({ month, opening, granted, bought, spent, returned, closing }) => ({
      subject: `Your credits in ${month}`,
      paragraphs: [`This is what happened to your VideoPicAI credits in ${month}.`],
      rows: [
        ['At the beginning', whole(opening)],
        ['From your plan', whole(granted)],
        ['Bought', whole(bought)],
        ['Spent', whole(-Math.abs(spent))],
        ['Returned and ended', whole(returned)],
        ['At the end', whole(closing)],
      ],
    }),
  ),

  new_device: letter(
    z.object({ device: text, at: text, place: text.nullish() }),
    ({ device, at, place }) => ({
      subject: 'A new device signed in to your account',
      paragraphs: [
        `${device} signed in on ${dayOf(at)}${place ? `, from ${place}` : ''}.`,
        'If that was you, there is nothing to do. If not, open Settings › Account in the studio, sign that device out and change your password.',
      ],
    }),
  ),

  deletion_scheduled: letter(z.object({ scheduled_for: text }), ({ scheduled_for: at }) => ({
    subject: 'Your account will be deleted',
    paragraphs: [
      `You asked us to delete your account. On ${dayOf(at)} everything in it is erased: creations in the cloud, public posts, links, settings.`,
      'Until then you can change your mind in the studio, under Settings › Privacy. What is on your own disk stays yours.',
    ],
  })),

  deletion_cancelled: letter(z.object({}), () => ({
    subject: 'Your account stays',
    paragraphs: ['The deletion of your account was called off. Nothing was removed.'],
  })),

  account_erased: letter(
    z.object({
      certificate_id: text,
      removed: z.record(z.string(), count).default({}),
      kept: text.nullish(),
    }),
    ({ certificate_id: id, removed, kept }) => ({
      subject: 'Your account is deleted',
      paragraphs: [
        'Everything we held about you is erased. This is the certificate.',
        ...(kept ? [kept] : []),
        `Certificate ${id}`,
      ],
      rows: Object.entries(removed).map(([what, many]) => [what.replaceAll('_', ' '), whole(many)] as const),
    }),
  ),

  export_ready: letter(z.object({ expires_at: text }), ({ expires_at: at }) => ({
    subject: 'Your data is ready',
    paragraphs: [
      `The copy of everything we hold about you is ready. Fetch it in the studio, under Settings › Privacy, before ${dayOf(at)}.`,
    ],
  })),

  support_received: letter(z.object({ category: text }), ({ category }) => ({
    subject: 'We have your message',
    paragraphs: [`Thank you for writing to us (${category}). We answer to this address.`],
  })),

  support_answer: letter(z.object({ answer: text }), ({ answer }) => ({
    subject: 'An answer to your message',
    paragraphs: answer.split(/\n{2,}/),
  })),

  post_moderated: letter(
    z.object({
      title: text.default(''),
      outcome: z.enum(['hidden', 'removed', 'restored', 'published']),
      reason: text.nullish(),
    }),
    ({ title, outcome, reason }) => ({
      subject: `Your post was ${outcome}`,
      paragraphs: [
        `Your post${title ? ` “${title}”` : ''} in Discover was ${outcome}.`,
        ...(reason ? [`The reason: ${reason.replaceAll('_', ' ')}.`] : []),
        ...(outcome === 'hidden' || outcome === 'removed'
          ? [
              'If you think this is wrong, say so in the studio: open the post and choose Appeal. A person looks at it.',
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

function dayOf(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? iso
    : at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function whole(value: number): string {
  return value.toLocaleString('en-US');
}
