const number = new Intl.NumberFormat('en');
const plural = (count: number, one: string, many: string): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;

/** The queue: its page, its rows, the drawer at the side. */
export const activity = {
  title: 'Activity',
  tabs: 'Jobs by state',
  tab: { all: 'All', active: 'Running and waiting', done: 'Done', failed: 'Needs a look' },
  rows: 'Jobs',

  state: {
    queued: 'Waiting',
    submitting: 'Sending',
    running: 'Running',
    fetching: 'Saving',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
    interrupted: 'Outcome unknown',
  },
  paused: 'Paused',
  againAt: (time: string) => `Tried again at ${time}`,
  progress: (percent: number) => `${percent} %`,
  elapsed: (elapsed: string, typical: string | null) =>
    typical === null ? elapsed : `${elapsed} of about ${typical}`,
  took: (duration: string) => `in ${duration}`,
  progressOf: (prompt: string) => `Progress: ${prompt}`,
  noPrompt: 'No prompt',

  free: 'Free',
  about: (amount: string) => `about ${amount}`,
  unknownPrice: 'Price unknown',
  underCent: (amount: string) => `under ${amount}`,

  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  pauseProvider: (name: string) => `Pause ${name}`,
  resumeProvider: (name: string) => `Resume ${name}`,
  pauseMenu: 'Pause one provider',
  pausedNote: 'The queue is paused. What is running goes on; what waits stays.',
  providerPausedNote: (names: string) => `Paused: ${names}.`,
  clearFinished: 'Clear finished',
  clearTitle: 'Clear finished jobs from the list?',
  clearText: 'Only the list is cleared. What was made stays in My Creations.',
  cancelAll: 'Cancel everything that waits',
  cancelTitle: (count: number) => `Cancel ${plural(count, 'waiting job', 'waiting jobs')}?`,
  cancelText: 'Nothing has been sent for them, so nothing is charged.',
  keep: 'Keep them',

  more: (prompt: string) => `More for: ${prompt}`,
  open: 'Open result',
  runNext: 'Run next',
  moveUp: 'Move up',
  moveDown: 'Move down',
  cancel: 'Cancel',
  retry: 'Try again',
  edit: 'Edit in Create',
  copyPrompt: 'Copy prompt',
  copied: 'Prompt copied',
  remove: 'Remove from the list',
  settings: 'Open Settings',
  leave: 'Leave it',
  movedTo: (place: number, of: number) => `Moved to place ${place} of ${of}`,
  dragHint: 'Drag, or press Alt and an arrow key, to change the order.',
  didNotWork: 'That did not work. The queue is as it was.',

  empty: {
    all: {
      title: 'Nothing in the queue',
      text: 'What you generate shows up here while it is made, and after.',
    },
    active: { title: 'Nothing is running', text: 'New jobs start at once, in the order you add them.' },
    done: { title: 'Nothing done yet', text: 'Finished jobs are listed here until you clear them.' },
    failed: {
      title: 'Nothing needs a look',
      text: 'A job that fails says here what happened and what it cost.',
    },
  },
  toCreate: 'Go to Create',
  loadFailed: 'The queue could not be read.',

  drawer: {
    title: 'Queue',
    running: 'Running',
    next: 'Next',
    idle: 'Nothing in the queue.',
    waiting: (count: number) => `${number.format(count)} waiting`,
    pending: (amount: string) => `about ${amount} to come`,
    failed: (count: number) =>
      count === 1 ? '1 job needs a look' : `${number.format(count)} jobs need a look`,
    all: 'Show all',
    rest: (count: number) => `and ${number.format(count)} more`,
  },
} as const;
