const number = new Intl.NumberFormat('en');
const plural = (count: number, one: string, many: string): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;

/** What was spent, and the most that may be. */
export const spending = {
  lead: 'What your own accounts were charged for, as far as the providers tell. VideoPicAI adds nothing.',
  thisMonth: 'This month',
  capUsed: 'Used of this month’s cap',
  left: (left: string, cap: string) => `${left} of ${cap} left`,
  cap: 'Monthly cap in dollars',
  capHint: 'Paid jobs wait when the next one would pass it. Free ones go on.',
  capWrong: 'Write an amount such as 20 or 19.90.',
  noCap: 'No cap',
  setCap: 'Set',
  removeCap: 'Remove',
  capSaved: (amount: string) => `At most ${amount} a month from now on.`,
  capRemoved: 'There is no cap any more.',
  nothing: 'Nothing has been spent yet.',
  provider: 'Provider',
  jobs: 'Jobs',
  expected: 'Expected',
  spent: 'Spent',
  total: 'Total',
  underWay: (count: number) => `${plural(count, 'job is', 'jobs are')} still under way`,
  unknownOutcomes: (count: number) =>
    `${plural(count, 'charge is', 'charges are')} uncertain, counted as made`,
  unknownPrices: (count: number) =>
    `${plural(count, 'price is', 'prices are')} not known, counted as nothing`,
  saveTable: 'Save as CSV',
  saved: (path: string) => `Saved as ${path}`,
} as const;
