const number = new Intl.NumberFormat('en');
const plural = (count: number, one: string, many: string): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;

/** Create: the composer and what it has made. */
export const create = {
  title: 'Create',
  composer: 'Composer',
  results: 'Results',
  resize: 'Width of the composer',

  prompt: 'Prompt',
  promptPlaceholder: 'Describe a picture…',
  videoPlaceholder: 'Describe a shot: what is there, how it moves…',
  negative: 'Leave out',
  negativePlaceholder: 'What should not be in it',
  optional: 'optional',
  counter: (length: number, max: number) => `${number.format(length)} of ${number.format(max)} characters`,
  historyHint: 'Alt ↑ ↓ for earlier prompts · {a|b} makes one of each',
  previousPrompt: 'Earlier prompt',
  nextPrompt: 'Later prompt',
  focusPrompt: 'Write a prompt',

  expansions: (count: number) => plural(count, 'prompt', 'prompts'),
  expansionsHidden: (count: number) => `and ${number.format(count)} more`,

  model: 'Model',
  chooseModel: 'Choose a model',
  searchModels: 'Search models',
  models: 'Models',
  anyMedia: 'All',
  images: 'Images',
  videos: 'Videos',
  media: { image: 'Image', video: 'Video' },
  noModel: (query: string) => `No model matches “${query}”.`,
  noModels: 'No models here yet.',
  procedural: 'Procedural, not AI',
  addKey: 'Add key',
  addAddress: 'Add address',
  needsKey: (provider: string) => `${provider} needs your key first.`,
  needsAddress: (provider: string) => `${provider} needs its address first.`,
  typical: (duration: string) => `about ${duration}`,
  retires: (date: string) => `Retires ${date}`,
  retired: (date: string) => `Retired ${date}`,
  retiresSoon: (model: string, date: string, successor: string | null) =>
    successor
      ? `${model} will be switched off on ${date}. ${successor} takes its place.`
      : `${model} will be switched off on ${date}.`,
  switchTo: (model: string) => `Use ${model}`,
  chosen: 'Chosen',

  price: {
    free: 'Free',
    unknown: 'Price unknown',
    perImage: (amount: string) => `${amount} / image`,
    perSecond: (amount: string) => `${amount} / second`,
    perRun: (amount: string) => `${amount} / run`,
    perMegapixel: (amount: string) => `${amount} / megapixel`,
    about: (amount: string) => `about ${amount}`,
    from: (amount: string) => `from ${amount}`,
  },

  references: 'Reference pictures',
  addPicture: 'Add a picture',
  addFile: 'Add a file',
  fromFile: 'From a file…',
  fromLibrary: 'From My Creations…',
  dropHere: 'Drop, paste or pick',
  drop: 'Drop to use as a reference',
  removeFile: (title: string) => `Remove ${title}`,
  fileAlt: (title: string, index: number) => `${title} ${index}`,
  notUsed: (count: number) =>
    count === 1
      ? 'One file has no place in this model. It is kept for another one.'
      : `${count} files have no place in this model. They are kept for another one.`,
  notTaken: 'This file could not be used as a reference.',
  library: {
    title: 'Pick from My Creations',
    search: 'Search prompts',
    empty: 'Nothing found.',
    use: (prompt: string) => `Use: ${prompt}`,
    unnamed: 'Creation',
  },

  descent: {
    label: 'What this comes from',
    of: {
      remix: 'Remix of',
      variation: 'Variation of',
      edit: 'Edit of',
      upscale: 'Upscale of',
      animate: 'Animation of',
      reference: 'Made with',
      import: 'Copy of',
    },
    forget: (prompt: string) => `Do not link to: ${prompt}`,
  },
  work: {
    failed: 'This could not be opened in Create. Nothing was sent.',
    unreadable:
      'The file of this picture is missing, damaged or too large, so it cannot be worked on. Nothing was sent.',
    missing: {
      edit: 'Editing needs a model that takes a mask',
      upscale: 'Upscaling needs a model that enlarges pictures',
      animate: 'Animating needs a video model that starts from a picture',
    },
    /** @param needs what is missing of them */
    needsProvider: (
      providers: readonly string[],
      models: readonly string[],
      needs: 'key' | 'address' | 'either',
    ) => {
      const [first = '', ...rest] = models;
      const able = rest.length === 0 ? first : `${first} and ${plural(rest.length, 'other', 'others')}`;
      return `${able} can do it, once ${providers.join(' or ')} has ${{ key: 'your key', address: 'its address', either: 'your key or address' }[needs]}.`;
    },
    needsModel: {
      edit: 'None of the models here does. A Replicate model with a mask can be added by its name, or a local server.',
      upscale:
        'None of the models here does. Add one of Replicate’s by its name, such as nightmareai/real-esrgan; its form is made from its own inputs.',
      animate:
        'None of the models here does. A Replicate model that takes a first picture can be added by its name.',
    },
    addKey: 'Open providers',
    chooseModels: 'Open models',
  },
  mask: {
    paint: 'Paint a mask',
    change: 'Change the mask',
    title: 'What should be drawn anew?',
    tools: 'Painting tools',
    tool: 'Tool',
    brush: 'Brush',
    eraser: 'Eraser',
    size: 'Size',
    sizeValue: (percent: number) => `${percent} %`,
    undo: 'Undo',
    redo: 'Redo',
    invert: 'Invert: what is painted and what is not change places',
    clear: 'Clear',
    canvas: 'Picture to paint on',
    hint: 'Paint over what is to change; the rest stays. By keyboard: arrows move the brush, Space paints, Shift with an arrow paints on the way, B and E choose brush and eraser, [ and ] its size.',
    brushAt: (x: number, y: number) => `Brush at ${x} %, ${y} %`,
    paintedAt: (x: number, y: number) => `Painted at ${x} %, ${y} %`,
    erasedAt: (x: number, y: number) => `Erased at ${x} %, ${y} %`,
    nothing: 'Nothing is painted yet. Paint over what is to change.',
    stale: 'This mask was painted for another picture.',
    failed: 'The mask could not be kept. Try again.',
    cancel: 'Cancel',
    use: 'Use this mask',
  },

  settings: 'Settings of this model',
  more: 'More',
  reset: 'Back to the defaults',
  automatic: 'Automatic',
  outputs: 'How many',
  seed: 'Seed',
  seedRandom: 'Random each time',
  lockSeed: 'Keep this seed',
  unlockSeed: 'Use a new seed each time',
  newSeed: 'New random seed',
  json: 'JSON',
  badJson: 'This is not valid JSON yet.',

  problem: {
    noPrompt: 'Write what you want to see first.',
    emptyExpansion: 'One of the alternatives leaves the prompt empty.',
    tooLong: (length: number, max: number) =>
      `${number.format(length)} characters; this model takes ${number.format(max)}. Shorten it by ${number.format(length - max)}.`,
    tooMany: (count: number, max: number) =>
      Number.isFinite(count)
        ? `These alternatives make ${number.format(count)} prompts; ${number.format(max)} is the most at once.`
        : `These alternatives make more prompts than can be counted; ${number.format(max)} is the most at once.`,
    noFile: (title: string) => `${title}: add a file.`,
    required: 'This is needed.',
    type: (expected: string) => `This should be ${expected}.`,
    range: (min: number | undefined, max: number | undefined) => {
      if (min !== undefined && max !== undefined) return `Between ${min} and ${max}.`;
      return min === undefined ? `At most ${max}.` : `At least ${min}.`;
    },
    choice: 'Choose one of the list.',
    length: (max: number) => `At most ${number.format(max)} characters.`,
  },

  generate: 'Generate',
  generateFor: (price: string) => `Generate · ${price}`,
  free: 'free',
  onYourKey: (amount: string, provider: string) => `${amount} on your ${provider} key`,
  unknownOnYourKey: (provider: string) => `price unknown, on your ${provider} key`,
  about: (amount: string) => `about ${amount}`,
  addKeyFor: (provider: string) => `Add your ${provider} key`,
  addAddressFor: (provider: string) => `Set the address of ${provider}`,
  breakdown: 'How the price is made up',
  breakdownTitle: 'Price',
  line: {
    perOutput: 'Each output',
    prompts: 'Prompts',
    outputs: 'Outputs',
    total: 'Total',
    asOf: (date: string) => `Price list of ${date}.`,
    free: 'Made on this computer. Nothing is charged.',
    unknown: 'Nobody says beforehand what this model costs. You see it afterwards, where the provider tells.',
    yourAccount: (provider: string) => `${provider} charges your own account. VideoPicAI adds nothing.`,
  },
  queued: (count: number) => `${plural(count, 'job', 'jobs')} added to the queue`,
  notQueued: 'The studio could not add this to the queue. Nothing was sent.',

  consent: {
    title: (provider: string) => `Send this to ${provider}?`,
    text: (sendsTo: string) => `What is sent to ${sendsTo}:`,
    items: {
      prompt: 'Your prompt and the settings of the model',
      files: (count: number) => plural(count, 'reference file', 'reference files'),
    },
    not: 'Nothing else leaves this computer: not your library, not your name.',
    remember: 'Don’t ask again for this provider',
    send: 'Send and generate',
    cancel: 'Cancel',
  },

  starters: {
    title: 'What would you like to see?',
    text: 'Write a prompt, or start from one of these.',
    /** For a model that takes no prompt. */
    promptless: {
      title: 'What comes of it appears here',
      text: 'This model takes no prompt: give it a picture.',
    },
    image: [
      'A lighthouse on a cliff at dusk, soft mist over the sea',
      'Snowy mountains under northern lights, a small cabin with lit windows',
      'City skyline in the rain at night, neon reflected in the street',
      'A field of lavender at sunrise, a single tree, {oil painting|watercolour}',
    ],
    video: [
      'Waves rolling onto a beach at sunset, slow camera drift',
      'Clouds passing over mountain ridges at dawn',
      'Snow falling on a quiet forest at night',
      'Stars turning above a desert',
    ],
  },

  result: {
    actions: (prompt: string) => `More for: ${prompt}`,
    open: (prompt: string, index: number, count: number) =>
      count > 1 ? `Open output ${index} of ${count}: ${prompt}` : `Open: ${prompt}`,
    cancelRest: (count: number) =>
      count > 1 ? `Cancel the ${number.format(count)} that remain` : 'Cancel what remains',
    removeDone: 'Remove from the list',
    preview: (prompt: string) => `Preview: ${prompt}`,
    of: (model: string, count: number) => (count > 1 ? `${model} · ${count}` : model),
    earlier: 'Older results are in My Creations.',
    toLibrary: 'Open My Creations',
    announce: {
      done: (prompt: string) => `Done: ${prompt}`,
      failed: (prompt: string) => `Failed: ${prompt}`,
    },
  },
} as const;
