/** Words of the general controls. */
export const ui = {
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  showAll: 'Show all',
  showLess: 'Show less',
  increase: (label: string) => `Increase ${label}`,
  decrease: (label: string) => `Decrease ${label}`,
  remove: (label: string) => `Remove ${label}`,
} as const;
