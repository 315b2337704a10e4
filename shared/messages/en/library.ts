const number = new Intl.NumberFormat('en');
const plural = (count: number, one: string, many: string): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;
const creations = (count: number): string => plural(count, 'creation', 'creations');

/** My Creations: the grid, its filters, what can be done with a selection, the trash. */
export const library = {
  title: 'My Creations',
  trashTitle: 'Trash',
  count: creations,
  /** @param days that they stay there; null: until the person erases them */
  trashCount: (count: number, days: number | null) =>
    days === null || count === 0
      ? creations(count)
      : `${creations(count)}, erased for good after ${plural(days, 'day', 'days')}`,
  gridLabel: (count: number) => `Creations, newest first: ${number.format(count)}`,
  trashGridLabel: (count: number) => `Creations in the trash: ${number.format(count)}`,

  search: 'Search prompts',
  searchPlaceholder: 'Search prompts, model: rating: is: …',
  searchTerms: 'What the search means',
  searchHelp: {
    title: 'What you can search for',
    lead: 'Words are looked up in prompts; the last one may be a beginning. Combine anything with anything.',
    examples: [
      ['"red door"', 'these words, one after the other'],
      ['-snow', 'not this word; works before anything below'],
      ['*berry*', 'these letters anywhere in a word'],
      ['is:video', 'or image, favourite, picked, rejected, rated, labelled, noted'],
      ['rating:>=4', 'stars; also > < <= or just the number'],
      ['label:red', 'or orange, yellow, green, blue, purple, none'],
      ['model:flux', 'a part of the model’s name'],
      ['provider:openai', 'where it was made'],
      ['collection:Posters', 'in this collection'],
      ['tag:client', 'with this tag'],
      ['note:client', 'this word in your notes; a beginning is enough'],
      ['has:note', 'or tag, collection: -has:tag finds what has none'],
      ['size:>=1024', 'pixels of the longer side; or wide, tall, square'],
      ['on:today', 'or yesterday, a day, a month, a year'],
      ['before:2026-11', 'and after:'],
      ['seed:4242', 'made with this seed'],
    ],
  },
  marks: {
    rating: 'Rating',
    anyRating: 'Any rating',
    atLeast: (stars: number) => (stars === 5 ? '★★★★★' : `${'★'.repeat(stars)} or more`),
    stars: (count: number) => (count === 1 ? '1 star' : `${count} stars`),
    rate: (count: number) => (count === 0 ? 'No stars' : '★'.repeat(count)),
    flag: 'Flag',
    anyFlag: 'Any flag',
    flags: { picked: 'Picked', rejected: 'Rejected' },
    pick: 'Pick',
    unpick: 'Take the pick back',
    reject: 'Reject',
    unreject: 'Take the rejection back',
    label: 'Label',
    anyLabel: 'Any label',
    noLabel: 'No label',
    labels: {
      red: 'Red',
      orange: 'Orange',
      yellow: 'Yellow',
      green: 'Green',
      blue: 'Blue',
      purple: 'Purple',
    },
    labelled: (label: string) => `${label} label`,
    title: 'Rating, flag and label',
    noFlag: 'flag taken away',
    favourite: 'favourite',
    noFavourite: 'no favourite any more',
    undo: 'Undo or redo the last change to creations',
    rateAction: (count: number) => (count === 0 ? 'Take the stars away' : `Rate ${'★'.repeat(count)}`),
    labelAction: (label: string) => `${label} label`,
    marked: (count: number, what: string) => `${creations(count)}: ${what}`,
  },
  clearSearch: 'Clear search',
  filters: 'Filters',
  media: { any: 'Any media', image: 'Images', video: 'Videos', label: 'Media' },
  model: { any: 'Any model', label: 'Model' },
  provider: { any: 'Any provider', label: 'Provider' },
  providers: {
    sketch: 'Sketch',
    openai: 'OpenAI',
    replicate: 'Replicate',
    'local-server': 'Local server',
    import: 'Imported',
  },
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
    missingReason: 'The file of this creation is not where it was kept.',
    unreadable: (reason: string) => `This picture cannot be shown: ${reason}`,
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
  selectedElsewhere: (count: number) => `${number.format(count)} not shown here`,
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
    textReferenced: (count: number) =>
      count === 1
        ? 'Its thumbnails and its recipe are deleted. The file itself stays where you keep it. This cannot be undone.'
        : 'Their thumbnails and recipes are deleted. The files themselves stay where you keep them. This cannot be undone.',
    referenced: (count: number) =>
      count === 1
        ? 'One more file is only referenced and stays where you keep it.'
        : `${number.format(count)} more files are only referenced and stay where you keep them.`,
    frees: (size: string) => `This frees ${size}.`,
    /** @param erased of those that go */
    leaves: (names: readonly string[], more: number, erased: number) =>
      `${erased === 1 ? 'It also leaves' : 'They also leave'} ${names.map((name) => `“${name}”`).join(', ')}${more > 0 ? ` and ${plural(more, 'other collection', 'other collections')}` : ''}.`,
    /** @param count of those that stay @param erased of those that go */
    orphans: (count: number, erased: number) => {
      const source = erased === 1 ? 'this' : 'these';
      return count === 1
        ? `One creation that was made from ${source} stays; what it came from will be shown as erased.`
        : `${number.format(count)} creations that were made from ${source} stay; what they came from will be shown as erased.`;
    },
    confirm: 'Erase for good',
    confirmAll: 'Empty the trash',
  },
  emptyTrash: 'Empty the trash',

  empty: {
    title: 'Everything you make is kept here',
    text: 'Pictures and videos appear on their own as they are finished, with the recipe that made them. Older ones can be imported: drop files or folders here. Everything stays on this machine.',
    action: 'Create something',
  },
  collectionEmpty: {
    title: 'This collection is empty',
    text: 'Drag creations onto its name, or add them from their menu. One creation can be in many collections.',
    action: 'All creations',
  },
  noMatches: {
    title: 'Nothing matches',
    text: 'Every word must occur in the prompt; the last one may be a beginning.',
    filtersText: 'No creation passes all of these filters.',
    action: 'Clear search and filters',
  },
  trashEmpty: {
    title: 'The trash is empty',
    /** @param days that it waits; null: until the person erases it */
    text: (days: number | null) =>
      days === null
        ? 'What you delete waits here, and can be restored, until you erase it for good.'
        : `What you delete waits here for ${plural(days, 'day', 'days')}, and can be restored until then.`,
    action: 'Back to My Creations',
  },
  dragOut: {
    tooMuch: 'These are too many bytes to drag at once. Export them instead.',
    failed: (detail: string) => `The files could not be made: ${detail}`,
  },
  unreadable: {
    title: 'The library could not be read',
    text: 'Nothing is lost: the files are where they were. Try again, or check the library in Settings.',
    action: 'Try again',
  },

  similar: {
    prompt: {
      show: 'Show similar prompts',
      title: (prompt: string) => (prompt === '' ? 'Similar prompts' : `Prompts like “${prompt}”`),
      none: 'No other prompt is like it.',
    },
    look: {
      show: 'Show what looks alike',
      title: (prompt: string) => (prompt === '' ? 'Looks alike' : `Looks like “${prompt}”`),
      none: 'Nothing else looks like it.',
      unknown: 'There is nothing to compare: it is one plain colour, or was not looked at yet.',
    },
    close: 'Back to all',
  },

  duplicates: {
    title: 'Near-duplicates',
    open: 'Find near-duplicates',
    back: 'Back to My Creations',
    looking: 'Looking…',
    summary: (groups: number, count: number) => `${plural(groups, 'group', 'groups')}, ${creations(count)}`,
    keep: (prompt: string, facts: string, day: string) => `Keep: ${prompt}, ${facts}, ${day}`,
    trash: (count: number) => `Trash ${plural(count, 'spare', 'spares')}`,
    trashAll: (count: number) => `Trash all ${plural(count, 'spare', 'spares')}`,
    trashAllTitle: (count: number) => `Move ${plural(count, 'spare', 'spares')} to the trash?`,
    trashAllText: (groups: number) =>
      `What has a tick stays: at least one of each of the ${plural(groups, 'group', 'groups')} shown here. The others wait in the trash and can be restored.`,
    none: {
      title: 'No two creations look the same',
      text: 'Copies, smaller versions and barely changed pictures would be listed here, side by side. Pictures of one plain colour are left out: there is nothing in them to compare. A large library may still be being looked at.',
    },
  },

  notes: {
    label: 'Notes',
    placeholder: 'Your own words, only on this machine',
    ask: 'Write a note…',
    title: (count: number) => (count === 1 ? 'Note' : `Note on ${creations(count)}`),
    /** @param keys as they are printed on the keys */
    hint: (keys: string) => `Found by note:word. ${keys} keeps it.`,
    appendHint: (keys: string) => `Added below what is noted on each. ${keys} adds it.`,
    save: 'Keep',
    append: 'Add to all',
    saving: 'Saving…',
    saved: 'Saved',
    kept: (isEmpty: boolean) => (isEmpty ? 'Note removed' : 'Note kept'),
    appended: (changed: number, tooLong: number) =>
      `Note added to ${creations(changed)}${tooLong > 0 ? `; ${creations(tooLong)} left out, whose notes would be too long` : ''}`,
    noted: 'has a note',
  },

  shelves: {
    label: 'Collections and searches',
    show: 'Show collections and searches',
    hide: 'Hide collections and searches',
    all: 'All creations',
    collections: 'Collections',
    noCollections: 'None yet. Make one, then drag creations onto it.',
    newCollection: 'New collection',
    newInside: 'New collection inside',
    collectionName: 'Name',
    create: 'Create',
    rename: 'Rename',
    renameTitle: (name: string) => `Rename “${name}”`,
    remove: 'Remove',
    removed: (name: string) => `“${name}” removed. Its creations stay in the library.`,
    menuOf: (name: string) => `More for ${name}`,
    addTo: 'Add to a collection…',
    addTitle: (count: number) => `Add ${creations(count)} to a collection`,
    filter: 'Find a collection',
    takeFrom: (name: string) => `Take out of “${name}”`,
    added: (count: number, name: string) => `${creations(count)} added to “${name}”`,
    alreadyIn: (name: string) => `Already in “${name}”`,
    taken: (count: number, name: string) => `${creations(count)} taken out of “${name}”`,
    searches: 'Saved searches',
    saveSearch: 'Save this search',
    searchName: 'Name',
    save: 'Save',
    searchRemoved: (name: string) => `Search “${name}” removed`,
    searchLostCollection: (name: string) =>
      `“${name}” was made for a collection that is gone; it now looks everywhere.`,
    moveUp: 'Move up',
    moveDown: 'Move down',
    tags: 'Tags',
    tagName: 'Tag',
    findTag: (count: number) => `Find among ${plural(count, 'tag', 'tags')}`,
    moreTags: (count: number) => `${number.format(count)} more: type a part of the name.`,
    noTag: 'No tag has this in its name.',
    knownTags: 'Tags in use',
    addTag: 'Add a tag…',
    tagTitle: (count: number) => `Tag ${creations(count)}`,
    add: 'Add',
    badTag: 'A tag holds no quotation marks.',
    removeTag: (name: string) => `Remove the tag ${name}`,
    tagged: (count: number, name: string) => `${creations(count)} tagged “${name}”`,
    untagged: (count: number, name: string) => `Tag “${name}” taken from ${creations(count)}`,
    cancel: 'Cancel',
    problems: {
      unknown: 'It is not there any more.',
      name_taken: 'There is one with this name already.',
      too_deep: 'Collections lie in collections one level deep.',
    },
  },

  order: {
    moved: (count: number, place: number, total: number) =>
      `${creations(count)} moved to place ${place.toLocaleString('en')} of ${total.toLocaleString('en')}`,
    back: 'Move back in the collection',
    forward: 'Move forward in the collection',
    start: 'Move to the start of the collection',
    end: 'Move to the end of the collection',
  },

  actions: {
    addToCollection: 'Add selected creations to a collection',
    addTag: 'Add a tag to selected creations',
    note: 'Write a note on selected creations',
    shelves: 'Show or hide collections and searches',
    search: 'Search My Creations',
    favourite: 'Favourite selected creations',
    trash: 'Move selected creations to the trash',
    selectAll: 'Select all creations',
    clearSelection: 'Clear the selection',
    saveCopies: 'Save copies of selected creations',
    export: 'Export selected creations',
    importFiles: 'Import files',
    importFolder: 'Import a folder',
    compare: 'Compare two selected creations',
    duplicates: 'Find near-duplicates',
  },
} as const;
