/** Words that stand with amounts. */
export const amounts = {
  free: 'Free',
  unknownPrice: 'Price unknown',
  about: (amount: string) => `about ${amount}`,
  under: (amount: string) => `under ${amount}`,
} as const;
