import type { ModelEntry } from '../../domain/model.ts';
import type { KeyStorage, LocalServerKind } from '../../domain/provider.ts';

const serverKinds: Record<LocalServerKind, string> = {
  'openai-compatible': 'OpenAI-compatible server',
  automatic1111: 'AUTOMATIC1111',
  'stable-diffusion-cpp': 'stable-diffusion.cpp',
  comfyui: 'ComfyUI',
};

const keyPlaces: Record<KeyStorage, string> = {
  keychain: 'Encrypted by your system’s keychain.',
  'plain-consented': 'On this disk with weaker protection, as you agreed.',
  memory: 'Kept until you quit, not stored.',
  environment: 'From an environment variable of this machine; change it there.',
};

const units: Record<NonNullable<ModelEntry['price']>['unit'], string> = {
  free: '',
  image: 'per image',
  second: 'per second',
  run: 'per run',
  megapixel: 'per megapixel',
  'hardware-second': 'per second of computing',
};

/** Words of the settings pages. */
export const settings = {
  title: 'Settings',
  sectionsLabel: 'Settings sections',
  sections: {
    providers: 'Providers',
    models: 'Models',
    spending: 'Spending',
    storage: 'Storage',
    appearance: 'Appearance',
    shortcuts: 'Shortcuts',
    privacy: 'Privacy',
    about: 'About',
  },

  providersLead:
    'Where your pictures and clips are made. Keys are yours: the studio sends them to nobody but their provider.',
  ready: 'Ready',
  needsKey: 'No key yet',
  needsAddress: 'Not set up',
  paused: 'Paused',
  sendsTo: 'Prompts go to',
  sketchBody: 'Built in. Draws by rules, is not AI, costs nothing and works with no network.',
  key: 'API key',
  keyHint: 'Only the last four characters are ever shown again.',
  keyEnding: (hint: string) => `Key ending in ${hint}`,
  keyPlace: (place: KeyStorage) => keyPlaces[place],
  saveKey: 'Save key',
  getKey: 'Get a key',
  testKey: 'Test',
  replaceKey: 'Replace',
  removeKey: 'Remove',
  keyWorks: (account: string | null) =>
    account ? `The key works. It belongs to ${account}.` : 'The key works.',
  keySaved: (provider: string) => `The key for ${provider} is saved.`,
  removeKeyTitle: (provider: string) => `Remove the key for ${provider}?`,
  removeKeyText: 'Waiting jobs of this provider will fail. The key itself stays valid at the provider.',
  storeTitle: 'Where should this key be kept?',
  storeText: 'This system has no keychain the studio can use, so it cannot encrypt the key for you.',
  storeMemory: 'Only until I quit',
  storeMemoryText: 'Safest. You enter it again next time.',
  storePlain: 'Keep it with weaker protection',
  storePlainText: 'In a file only your user can read. Programs you run can read it too.',
  storeNone: 'Do not store it',
  storeNoneText: 'Nothing is saved. The provider stays off.',
  address: 'Address',
  addressHint: 'Works with AUTOMATIC1111, stable-diffusion.cpp, ComfyUI and OpenAI-compatible servers.',
  addressPlaceholder: 'http://127.0.0.1:7860',
  detect: 'Detect',
  detected: (kind: LocalServerKind, models: number) =>
    `${serverKinds[kind]} with ${models} ${models === 1 ? 'model' : 'models'}`,
  serverKind: (kind: LocalServerKind) => serverKinds[kind],
  saveServer: 'Use this server',
  changeServer: 'Change',
  removeServer: 'Remove',
  removeServerTitle: 'Remove the local server?',
  removeServerText: 'Its models leave the list. Creations made with it stay.',
  workflow: 'Workflow (API format)',
  workflowHint:
    'In ComfyUI choose Workflow › Export (API), then paste the file here. Write these placeholders where the studio should fill something in:',
  workflowPlaceholders: [
    ['%prompt%', 'the prompt (needed)'],
    ['%negative%', 'the negative prompt'],
    ['%seed%', 'the seed'],
    ['%width% %height%', 'the size in pixels'],
  ],
  workflowNotJson: 'This is not valid JSON. Export the workflow in API format and paste all of it.',
  workflowNoPrompt: 'The workflow has no %prompt%. Put it where the prompt text belongs.',

  modelsLead: 'What you can choose in Create. Prices are the providers’ own and can change.',
  searchModels: 'Search models',
  refreshModels: 'Refresh',
  refreshed: (count: number) =>
    count === 0
      ? 'All models are up to date.'
      : count === 1
        ? '1 model updated.'
        : `${count} models updated.`,
  addModel: 'Add a Replicate model',
  addModelHint: 'Any model on replicate.com by owner/name. Its form is made from its own description.',
  addModelPlaceholder: 'owner/name',
  add: 'Add',
  addedModel: (slug: string) => `${slug} is in the list now.`,
  badSlug: 'Write it as owner/name, as in the address of its page.',
  removeModel: (name: string) => `Remove ${name}`,
  removeModelTitle: (name: string) => `Remove ${name} from the list?`,
  removeModelText: 'Creations made with it stay. You can add it again.',
  showInCreate: (name: string) => `Show ${name} in Create`,
  showColumn: 'In Create',
  image: 'Image',
  video: 'Video',
  procedural: 'Procedural, not AI',
  addedByYou: 'Added by you',
  free: 'Free',
  noPrice: 'Price unknown',
  price: (amount: string, unit: keyof typeof units) => `${amount} ${units[unit]}`,
  about: (price: string) => `About ${price}`,
  priceRange: (low: string, high: string) => `${low}–${high}`,
  plusPerRun: (price: string, base: string) => `${price} + ${base} per run`,
  priceSource: (day: string) => `as of ${day}`,
  retiresOn: (day: string) => `Retires ${day}`,
  retiredOn: (day: string) => `Retired ${day}`,
  successor: (name: string) => `use ${name} instead`,
  retiredModels: 'Retired models',
  noModelMatches: 'No model matches. Try fewer letters.',

  storageLead: 'Originals are kept byte for byte as the provider sent them.',
  folder: 'Library folder',
  reveal: 'Show in folder',
  used: (size: string) => `${size} used`,
  freeSpace: (size: string) => `${size} free on this disk`,
  originals: 'Originals',
  thumbnails: 'Thumbnails and tiles',
  inputs: 'Reference images',
  database: 'Database',
  check: 'Check library',
  checkText: 'Reads every original again and compares it with what was stored.',
  checkDone: (count: string) => `${count} files checked. Everything is in order.`,
  checkMissing: (count: number) =>
    count === 1 ? '1 original is not where it was kept' : `${count} originals are not where they were kept`,
  checkChanged: (count: number) =>
    count === 1
      ? '1 file left in place is not the one that was imported'
      : `${count} files left in place are not the ones that were imported`,
  checkDamaged: (count: number) =>
    count === 1
      ? '1 original differs from what was stored'
      : `${count} originals differ from what was stored`,
  checkStrays: (count: number) =>
    count === 1 ? '1 file belongs to no creation' : `${count} files belong to no creation`,
  checkBroken: 'Creations whose original is not what it was',
  checkStates: { missing: 'missing', changed: 'changed', damaged: 'damaged' },
  checkMore: (count: number) => `and ${count.toLocaleString('en')} more`,
  checkDatabase: 'The database is damaged. Repair puts it right at the next start; nothing is deleted.',
  checkThumbnails: (count: number) =>
    count === 1 ? '1 picture has no thumbnail' : `${count} pictures have no thumbnail`,
  checkSearch: (count: number) =>
    count === 1 ? '1 prompt cannot be found by its words' : `${count} prompts cannot be found by their words`,
  checkRunning: 'Checking the library',
  stopTask: 'Stop',
  repair: 'Repair',
  repairText: 'Looks for lost originals by their contents and mends the rest. Nothing is deleted.',
  repairRunning: 'Repairing the library',
  repairedOriginals: (count: number) =>
    count === 1 ? '1 original was found again.' : `${count} originals were found again.`,
  repairedThumbnails: (count: number) =>
    count === 1 ? '1 thumbnail was made.' : `${count} thumbnails were made.`,
  repairedSearch: (count: number) =>
    count === 1 ? '1 prompt can be found again.' : `${count} prompts can be found again.`,
  repairedDatabase: 'The database is put right at the next start. Nothing is deleted.',
  repairedNothing: 'There was nothing that a repair can mend.',

  trash: 'Empty the trash',
  trashText: 'What waits in the trash is erased for good after this time.',
  trashAfter: (days: number) => `After ${days} days`,
  trashNever: 'Only by hand',

  move: 'Move…',
  moveTo: (folder: string) => `To ${folder}`,
  moveStates: {
    copying: 'The library is being moved. You can go on working.',
    waiting: 'Everything is copied. The move is completed at the next start.',
    failed: 'The library could not be moved. It is where it was.',
  },
  moveBytes: (copied: string, total: string) => `${copied} of ${total}`,
  moveCancel: 'Cancel',
  moveRetry: 'Try again',
  restartNow: 'Restart now',
  restartYourself: 'Close the studio and start it again.',

  backups: 'Backups',
  backupsText:
    'A copy of the database every day: recipes, ratings, collections. Originals are not in it: keep them in a backup of this computer.',
  backUpNow: 'Back up now',
  backedUp: (size: string) => `The library is backed up (${size}).`,
  backupList: 'Kept backups',
  backupFolder: (folder: string) => `Kept in ${folder}`,
  backupReasons: {
    daily: 'Daily',
    asked: 'Made by you',
    'before-update': 'Before an update',
    'before-restore': 'Before a restore',
  },
  restore: 'Restore',
  restoreThis: (day: string) => `Restore the backup of ${day}`,
  restoreTitle: (day: string) => `Restore the backup of ${day}?`,
  restoreText:
    'It is done at the next start. The library as it is now is kept as a backup first. Files made since then stay in the folder.',
  restorePending: (day: string) => `The backup of ${day} is restored at the next start.`,
  restoreNot: 'Do not restore',
  rebuild: 'Rebuild thumbnails',
  rebuildText:
    'Removes all thumbnails, and the tiles of large pictures; they are made again as you look at them.',
  rebuilt: (count: string) => `${count} thumbnails removed. They are made again as needed.`,

  theme: 'Theme',
  themes: { system: 'System', dark: 'Dark', light: 'Light' },
  motion: 'Motion',
  motionHint: 'Reduced motion stops animations and clips that play by themselves.',
  motions: { system: 'System', off: 'Full', on: 'Reduced' },
  gridSize: 'Size of pictures in My Creations',
  pixels: (value: number) => `${value} px`,
  notifications: 'Notifications',
  notificationsHint: 'Tells you when jobs finish or fail while the window is not in front.',

  shortcutsLead: 'Choose a key combination, then press the new one.',
  changeKeys: (label: string, keys: string) => `Change keys for ${label}, now ${keys}`,
  noKeys: 'None',
  pressKeys: 'Press keys…',
  resetKeys: (label: string) => `Reset keys for ${label}`,
  resetAll: 'Reset all',
  resetAllTitle: 'Reset all keys to their defaults?',
  reservedKeys: (keys: string) => `${keys} belongs to the system or to text fields. Choose another.`,
  conflict: (labels: string) => `Also used by ${labels}`,
  recordingHint: 'Press Esc to keep the old keys, Backspace to remove them.',

  leavesTitle: 'What leaves this machine',
  leavesLead: 'Only what is listed here, and only to providers you set up.',
  leavesWhat: {
    sketch: 'Nothing. It draws here.',
    openai: 'The prompt, its settings and reference images you add, each time you press Generate.',
    replicate: 'The prompt, its settings and reference images you add, each time you press Generate.',
    'local-server': 'The prompt, its settings and reference images you add, to the address you gave.',
  },
  leavesOff: 'Off: not set up',
  leavesOn: 'On',
  noTelemetry: 'The studio itself sends no usage data, no crash reports and no identifiers.',
  policyTitle: 'Privacy policy',
  policyLead: (version: string) =>
    `Version of ${version}. It covers the whole VideoPicAI service; accounts, payments and sharing are not part of this version of the studio.`,

  version: (version: string) => `Version ${version}`,
  aboutLead: 'A desktop studio for AI images and videos: your keys, your queue, your library.',
  componentNames: { electron: 'Electron', chrome: 'Chromium', node: 'Node.js' },
  platforms: { linux: 'Linux', darwin: 'macOS', win32: 'Windows' },
  host: 'Runs on',
  hosts: { electron: 'Electron', 'stand-in': 'Electron stand-in (for development)' },
  platform: 'System',
  components: 'Components',
  component: 'Component',
  componentVersion: 'Version',
  dataFolder: 'Library and settings',
  logsFolder: 'Logs',
  copy: 'Copy path',
  copied: 'Copied.',
  licences: 'Made with',
  licencesText: 'Software of others that is part of the studio, with its licences.',
  searchLicences: 'Search by name or licence',
  noLicenceMatches: 'No package matches. Try fewer letters.',
  licenceOf: (name: string) => `Licence of ${name}`,
} as const;
