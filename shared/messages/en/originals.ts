import type { OriginalState } from '../../domain/storage.ts';
import { formatBytes } from '../../format.ts';
import { files, number } from './counts.ts';

const goodCopy =
  'If you have the same file elsewhere, such as in a backup of this computer, show the studio the folder it is in. The damaged one is kept aside.';

/** Where originals are kept: copied or left in place, watched for, and found again. */
export const originals = {
  choice: {
    title: 'Where should imported files be kept?',
    options: {
      copy: {
        label: 'Copy into the library',
        text: 'A second copy, kept byte for byte. Whatever happens in the folder it came from, yours is safe.',
      },
      reference: {
        label: 'Leave them where they are',
        text: 'Takes no extra space. The studio only reads the files: it never changes, moves or deletes them. A file that is moved or changed shows as missing until you locate it.',
      },
    },
    remember: 'Always do it this way',
    rememberHint: 'You can change it in Settings › Storage.',
    cancel: 'Cancel',
    start: 'Import',
    watch: 'Choose a folder',
    watchTitle: 'Watch a folder',
    watchText:
      'Pictures and videos in it come into the library now, and new ones by themselves from then on. What you delete there stays in the library.',
  },
  settings: {
    importTitle: 'Imported files',
    importText: 'What happens to files that you import.',
    importOptions: { ask: 'Ask each time', copy: 'Copy into the library', reference: 'Leave in place' },
    references: 'Files left in place',
    referencesUse: (count: number, bytes: number) =>
      count === 0
        ? 'None. Every original is in the library.'
        : `${files(count)}, ${formatBytes(bytes)}. Backups and moving the library do not include them.`,
    copyIn: 'Copy into the library',
    copyTitle: (count: number) => `Copy ${files(count)} into the library?`,
    copyText: (bytes: number) =>
      `This takes ${formatBytes(bytes)} in the library folder and goes on in the background, also after a restart. The files themselves stay where they are.`,
    copying: (left: number, bytes: number) => `${files(left)} still to copy, ${formatBytes(bytes)}`,
    copyStopped: (problem: string) => `Stopped: ${problem}`,
    copyGoOn: 'Continue',
    copyCancel: 'Stop copying',
    copyFailed: (count: number) => `${files(count)} could not be copied: missing, or changed since.`,
    locate: 'Missing files',
    locateText:
      'Looks for originals that are not where they were, by their contents, in a folder you choose.',
    watched: 'Watched folders',
    watchedText: 'New pictures and videos in these folders come in by themselves.',
    watchedNone: 'No folder is watched.',
    addWatched: 'Add a folder…',
    stopWatching: 'Stop watching',
    stopWatchingThis: (path: string) => `Stop watching ${path}`,
    stopTitle: 'Stop watching this folder?',
    stopText: (path: string) =>
      `${path}\n\nWhat came from it stays in the library. The folder is not touched.`,
    keepOf: (path: string) => `Files of ${path}`,
    keep: { copy: 'Copy', reference: 'Leave in place' },
    watchStates: {
      watching: 'Watching',
      missing: 'Not there now; waiting for it',
      unreadable: 'The studio may not look into it',
    },
    watchedSkipped: 'Show skipped',
    addFailed: 'The folder is not watched',
  },
  locate: {
    action: 'Locate…',
    running: 'Looking for missing files',
    stop: 'Stop',
    nothing: (left: number) =>
      left === 0
        ? 'No file is missing.'
        : `None of the ${left === 1 ? 'missing files' : `${number.format(left)} missing files`} was in that folder.`,
    found: (count: number, left: number) =>
      left === 0
        ? `${files(count)} found again. Nothing is missing any more.`
        : `${files(count)} found again, ${number.format(left)} still missing.`,
    open: 'Look for missing files',
  },
  missing: {
    title: 'The file is missing',
    changedTitle: 'The file has changed',
    text: 'Its recipe is still here, so it can be made again. If the file was only moved, show the studio the folder it is in now.',
    changedText: (path: string) =>
      `${path} is not the file that was imported. If you still have that one, show the studio the folder it is in.`,
    textImported: 'If the file was only moved, show the studio the folder it is in now.',
    gone: (path: string) => `It was at ${path}.`,
    again: 'Make it again',
  },
  unshown: {
    examining: 'Reading the file to see what is wrong…',
    of: describeUnshown,
    findCopy: 'Find a good copy…',
    check: 'Check the library',
    retry: 'Try again',
  },
} as const;

function describeUnshown(state: Exclude<OriginalState, { kind: 'missing' }>): {
  readonly title: string;
  readonly text: string;
} {
  switch (state.kind) {
    case 'cut':
      return {
        title: 'The file is damaged',
        text: `Only ${formatBytes(state.sizeBytes)} of its ${formatBytes(state.storedBytes)} are left, as after a full disk or a crash. ${goodCopy}`,
      };
    case 'altered':
      return {
        title: 'The file is damaged',
        text: `Its bytes are not those that were stored, as after a fault of the disk or when another program wrote to it. ${goodCopy}`,
      };
    case 'unreadable':
      return {
        title: 'The file cannot be read',
        text: `It is there, but the disk does not give it: ${state.detail}`,
      };
    case 'intact':
      return {
        title: 'This file cannot be shown',
        text: 'It is byte for byte as it came, so nothing happened to it here: it was broken before, or is of a kind that only other programs can open.',
      };
  }
}
