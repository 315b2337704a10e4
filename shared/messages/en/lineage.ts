const number = new Intl.NumberFormat('en');

/** Where creations come from and what came of them. */
export const lineage = {
  title: 'Lineage',
  parents: 'Made from',
  children: 'Led to',
  siblings: 'Made together with',
  showAll: 'Show lineage',
  compare: 'Compare with what it came from',
  back: 'Back to the creation',
  graph: 'Lineage. Arrow keys move, Enter opens.',
  summary: (before: number, after: number) =>
    `${number.format(before)} before · ${number.format(after)} after`,
  /** @param isLeast there are more than that */
  more: (count: number, isLeast: boolean) => `+${number.format(count)}${isLeast ? ' …' : ''}`,
  moreLabel: (count: number, what: string, isLeast: boolean) =>
    `${what}: show ${isLeast ? 'at least ' : ''}${number.format(count)} more`,
  cut: (limit: number) => `The nearest ${number.format(limit)} each way are shown.`,

  /** What a creation is to the one that came of it. */
  from: {
    remix: 'Remixed',
    variation: 'Varied',
    edit: 'Edited',
    upscale: 'Upscaled',
    animate: 'Animated',
    reference: 'Reference',
    import: 'Original',
  },
  /** What a creation is to the one it came from. */
  to: {
    remix: 'Remix',
    variation: 'Variation',
    edit: 'Edit',
    upscale: 'Upscale',
    animate: 'Animation',
    reference: 'By reference',
    import: 'Copy',
  },
  tile: (what: string, name: string) => (what === '' ? name : `${what}: ${name}`),
  erased: 'Erased',
  erasedHint: 'This creation was erased for good. What was made from it is still here.',
  trashed: (name: string) => `${name}, in the trash`,

  generation: (steps: number) => {
    if (steps === 0) return 'This one';
    const count = Math.abs(steps);
    const generations = count === 1 ? '1 generation' : `${number.format(count)} generations`;
    return `${generations} ${steps < 0 ? 'before' : 'after'}`;
  },

  empty: {
    title: 'This creation stands alone so far',
    text: 'Remix it, vary it, edit it or animate it: what comes of it appears here, and stays linked for good.',
    action: 'Back to the creation',
  },
  unreadable: {
    title: 'The lineage could not be read',
    text: 'Nothing is lost. Try again.',
    action: 'Try again',
  },
} as const;
