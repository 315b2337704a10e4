const number = new Intl.NumberFormat('en');
const plural = (count: number, one: string, many: string): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;
const creations = (count: number): string => plural(count, 'creation', 'creations');

/** My Creations: the grid, its filters, what can be done with a selection, the trash. */
export const library = {
  title: 'My Creations',
  trashTitle: 'Trash',
  count: creations,
  gridLabel: (count: number) => `Creations, newest first: ${number.format(count)}`,
  trashGridLabel: (count: number) => `Creations in the trash: ${number.format(count)}`,

  search: 'Search prompts',
  searchPlaceholder: 'Search prompts',
  clearSearch: 'Clear search',
  filters: 'Filters',
  media: { any: 'Any media', image: 'Images', video: 'Videos', label: 'Media' },
  model: { any: 'Any model', label: 'Model' },
  provider: { any: 'Any provider', label: 'Provider' },
  providers: { sketch: 'Sketch', openai: 'OpenAI', replicate: 'Replicate', 'local-server': 'Local server' },
  favourites: 'Favourites',
  date: {
    any: 'Any date',
    label: 'Date',
    today: 'Today',
    week: 'Last 7 days',
    month: 'Last 30 days',
    year: 'This year',
    from: 'From',
    to: 'To',
    range: (from: string, to: string) => `${from} – ${to}`,
    since: (from: string) => `Since ${from}`,
    until: (to: string) => `Until ${to}`,
    clear: 'Any date',
  },
  clearAll: 'Clear all',
  size: 'Picture size',
  openTrash: 'Open the trash',
  closeTrash: 'Back to My Creations',

  tile: {
    image: (prompt: string) => prompt,
    video: (prompt: string, duration: string) => `Video, ${duration}: ${prompt}`,
    unread: (media: string, date: string) => `${media} from ${date}`,
    noPrompt: 'No prompt',
    favourite: 'favourite',
    missing: 'its file is missing',
    missingBadge: 'Missing',
  },
  imageWord: 'Image',
  videoWord: 'Video',
  addFavourite: 'Add to favourites',
  removeFavourite: 'Remove from favourites',
  select: 'Select',
  deselect: 'Deselect',
  open: 'Open',
  useInCreate: 'Use in Create',
  remix: 'Remix with a new seed',
  timeline: 'Timeline',
  newcomers: (count: number) => `${number.format(count)} new`,
  showNewcomers: (count: number) => `Show ${creations(count)} that just arrived`,

  selected: (count: number) => `${number.format(count)} selected`,
  selectAll: 'Select all',
  clearSelection: 'Clear selection',
  favourite: 'Favourite',
  unfavourite: 'Remove favourite',
  saveCopies: 'Save copies',
  compare: 'Compare',
  trash: 'Move to trash',
  restore: 'Restore',
  erase: 'Erase for good',
  undo: 'Undo',

  trashed: (count: number) => `${creations(count)} moved to the trash`,
  restored: (count: number) => `${creations(count)} restored`,
  erased: (count: number) => `${creations(count)} erased for good`,
  saved: (count: number, folder: string) => `${plural(count, 'copy', 'copies')} saved to ${folder}`,
  failed: 'That did not work. Nothing was changed.',
  confirmErase: {
    title: (count: number) => `Erase ${creations(count)} for good?`,
    text: (count: number) =>
      count === 1
        ? 'Its original file, its thumbnails and its recipe are deleted from this machine. This cannot be undone.'
        : 'Their original files, thumbnails and recipes are deleted from this machine. This cannot be undone.',
    confirm: 'Erase for good',
    confirmAll: 'Empty the trash',
  },
  emptyTrash: 'Empty the trash',

  empty: {
    title: 'Everything you make is kept here',
    text: 'Pictures and videos appear on their own as they are finished, with the recipe that made them. They stay on this machine.',
    action: 'Create something',
  },
  noMatches: {
    title: 'Nothing matches',
    text: 'Every word must occur in the prompt; the last one may be a beginning.',
    filtersText: 'No creation passes all of these filters.',
    action: 'Clear search and filters',
  },
  trashEmpty: {
    title: 'The trash is empty',
    text: 'What you delete waits here, and can be restored, until you erase it for good.',
    action: 'Back to My Creations',
  },
  unreadable: {
    title: 'The library could not be read',
    text: 'Nothing is lost: the files are where they were. Try again, or check the library in Settings.',
    action: 'Try again',
  },

  actions: {
    search: 'Search My Creations',
    favourite: 'Favourite selected creations',
    trash: 'Move selected creations to the trash',
    selectAll: 'Select all creations',
    clearSelection: 'Clear the selection',
    saveCopies: 'Save copies of selected creations',
    compare: 'Compare two selected creations',
  },
} as const;
