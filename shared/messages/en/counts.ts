export const number = new Intl.NumberFormat('en');

export const plural = (count: number, one: string, many: string): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;

export const files = (count: number): string => plural(count, 'file', 'files');
