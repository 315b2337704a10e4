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
    running: 'Making',
    fetching: 'Saving',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
    interrupted: 'Outcome unknown',
  },
  paused: 'Paused',
  wait: {
    paused: () => 'Paused',
    cap: () => 'Held by your cap',
    limited: (name: string) => `Waits for ${name}`,
    tripped: (name: string) => `Waits for ${name}`,
  },
  againAt: (time: string) => `Next try at ${time}`,
  progress: (percent: number) => `${percent} %`,
  elapsed: (elapsed: string, typical: string | null) =>
    typical === null ? elapsed : `${elapsed} of about ${typical}`,
  took: (duration: string) => `in ${duration}`,
  progressOf: (prompt: string) => `Progress: ${prompt}`,
  noPrompt: 'No prompt',

  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  pauseProvider: (name: string) => `Pause ${name}`,
  resumeProvider: (name: string) => `Resume ${name}`,
  pauseMenu: 'Pause one provider',
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
  addCredit: (name: string) => `Add credit at ${name}`,
  useSuccessor: 'Use its successor',
  openStorage: 'Open Storage',
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

  whatHappened: 'What happened',
  historyFailed: 'The history of this job could not be read.',
  /** One step of a job's history. `remoteId` is the provider's own number of the job. */
  history: {
    queued: () => 'Added to the queue.',
    claim: (name: string) => `Handed to ${name}.`,
    accepted: (name: string, remoteId: string | null) =>
      remoteId === null ? `${name} took it on.` : `${name} took it on as ${remoteId}.`,
    delivered: (name: string) => `${name} delivered.`,
    stored: () => 'Stored in My Creations.',
    requeue: () => 'It waits to be tried again.',
    waiting: () => 'The job goes on there; it is asked for again.',
    failed: () => 'Failed.',
    cancel: () => 'You cancelled it.',
    retry: () => 'You started it again.',
  },
  fact: {
    prompt: 'Prompt',
    cost: 'Cost',
    costAgainst: (cost: string, expected: string) => `${cost}, expected ${expected}`,
    expected: (amount: string) => `${amount} expected`,
    notCharged: (amount: string) => `Not charged, expected ${amount}`,
    costUnknown: (amount: string) => `Not told, expected ${amount}`,
    said: (name: string) => `${name} said`,
    requestId: 'Request',
  },

  notes: {
    paused: 'The queue is paused. What is running goes on; what waits stays.',
    providerPaused: (name: string) => `${name} is paused. Its jobs wait.`,
    limited: (name: string, time: string | null) =>
      time === null
        ? `${name} asks for fewer requests. Its jobs go on by themselves.`
        : `${name} asks for fewer requests. Its jobs go on by themselves at ${time}.`,
    tripped: (what: string, time: string | null) =>
      time === null
        ? `${what} Its jobs wait instead of failing one after the other.`
        : `${what} Its jobs wait instead of failing one after the other. It is asked again, at no cost, at ${time}.`,
    tryNow: 'Try now',
    cap: (hold: { cap: string; spent: string; next: string; jobs: number; day: string }) =>
      `This month’s cap of ${hold.cap} would be passed: ${plural(hold.jobs, 'job waits', 'jobs wait')}. ` +
      `${hold.spent} is spent or under way, and the next needs ${hold.next}. They go on by themselves on ${hold.day}.`,
    changeCap: 'Change the cap',
  },

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
