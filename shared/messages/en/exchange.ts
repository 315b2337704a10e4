const number = new Intl.NumberFormat('en');
const plural = (count: number, one: string, many: string): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;
const files = (count: number): string => plural(count, 'file', 'files');
const creations = (count: number): string => plural(count, 'creation', 'creations');

/** Taking files into the library and writing them out of it. */
export const exchange = {
  import: {
    button: 'Import',
    files: 'Files…',
    folder: 'A folder with all that is in it…',
    drop: 'Drop to import',
    dropHint: 'Files and folders are copied into the library. Recipes inside them are read.',
    progressLabel: 'Import',
    listing: (found: number) => `Looking for files: ${number.format(found)} so far`,
    reading: (read: number, found: number) => `Importing ${number.format(read)} of ${files(found)}`,
    halted: 'The import has stopped',
    done: (imported: number) =>
      imported === 0 ? 'Nothing new was imported' : `${creations(imported)} imported`,
    cancelled: (imported: number) =>
      imported === 0 ? 'The import was cancelled' : `Cancelled: ${creations(imported)} imported before that`,
    counts: {
      imported: (count: number) => `${number.format(count)} imported`,
      duplicates: (count: number) => `${number.format(count)} already in the library`,
      skipped: (count: number) => `${number.format(count)} skipped`,
    },
    cancel: 'Cancel the import',
    goOn: 'Continue',
    showSkipped: 'Show skipped',
    dismiss: 'Dismiss',
    added: (count: number) => `${creations(count)} imported`,
    known: (count: number) =>
      count === 1 ? 'That picture is in the library already.' : 'Those pictures are in the library already.',
    notAdded: (reason: string) => `Not imported: ${reason}`,
    failed: 'The import could not be started.',
  },
  skipped: {
    title: 'Skipped files',
    description: 'These were not taken in. The files themselves were not touched.',
    none: 'No file was skipped.',
    more: 'Show more',
    close: 'Close',
  },
  export: {
    open: 'Export…',
    title: (count: number) => `Export ${creations(count)}`,
    template: 'File name',
    templateHint: 'A slash makes folders. Equal names are numbered.',
    unknownToken: (names: readonly string[]) =>
      `${names.map((name) => `{${name}}`).join(', ')} ${names.length === 1 ? 'means' : 'mean'} nothing and will stay in the name.`,
    emptyTemplate: 'Write a name, or choose from the words below.',
    tokensLabel: 'Add to the name',
    tokens: {
      date: 'Date',
      time: 'Time',
      year: 'Year',
      month: 'Month',
      prompt: 'Prompt',
      model: 'Model',
      provider: 'Provider',
      seed: 'Seed',
      n: 'Number',
      width: 'Width',
      height: 'Height',
    },
    preview: 'The files will be called',
    more: (count: number) => `and ${number.format(count)} more`,
    images: 'Images',
    imageFormats: {
      original: 'Original files, untouched',
      png: 'PNG',
      jpeg: 'JPEG',
      webp: 'WebP',
      avif: 'AVIF',
    },
    videos: 'Videos',
    videoFormats: { original: 'Original files, untouched', mp4: 'MP4' },
    quality: 'Quality',
    recipe: 'Recipe inside the files',
    embed: 'Embedded',
    strip: 'Left out',
    recipeHint: {
      embed: 'Prompt, model, seed and settings travel inside each file. Other tools can read them.',
      strip: 'No prompt, no settings and no private data are inside the files.',
      original: 'Originals leave as they are, with whatever their maker put inside.',
      mixed: 'This is about converted files. Originals leave with whatever their maker put inside.',
    },
    credentialsLost: 'Converted files lose the content credentials of their originals.',
    sidecar: 'A JSON file beside each one',
    sidecarHint: 'Holds the whole recipe in a documented form.',
    start: 'Choose a folder and export',
    cancel: 'Cancel',
    running: (done: number, total: number) => `${number.format(done)} of ${files(total)}`,
    choosing: 'Choose where the files should go.',
    stop: 'Stop',
    close: 'Close',
    done: (saved: number) => `${files(saved)} exported`,
    where: (folder: string) => `In ${folder}`,
    stopped: 'The export was stopped. What had been written stays.',
    failures: (count: number) => `${files(count)} could not be written`,
    failed: 'The export could not be made. Nothing was changed.',
  },
} as const;
