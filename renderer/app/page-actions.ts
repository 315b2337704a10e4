import { markKeys } from '../features/library/mark-keys.ts';
import { text } from './messages.ts';
import type { KnownAction } from './shortcuts.ts';

const { activity, create, library, lineage, viewer } = text;

function recall(mode: string, label: string, keys: string): KnownAction {
  return { id: `viewer.recall.${mode}`, label: `${viewer.recallTitle}: ${label}`, keys };
}

function markActions(area: 'library' | 'viewer'): readonly KnownAction[] {
  return [
    { id: `${area}.undoMarks`, label: library.marks.undo, keys: 'U' },
    ...markKeys.map(({ id, label, keys }) => ({ id: `${area}.${id}`, label, keys })),
  ];
}

function compareActions(
  actions: readonly (readonly [name: string, label: string, keys: string])[],
): readonly KnownAction[] {
  return actions.map(([name, label, keys]) => ({
    id: `viewer.compare${name}`,
    label: `${viewer.compare.title}: ${label}`,
    keys,
  }));
}

/**
 * What the pages offer once they are open, so that their keys can be read and changed before. The test beside this
 * file compares it with what the pages really offer.
 */
export const pageActions: readonly KnownAction[] = [
  { id: 'create.generate', label: create.generate, keys: 'Mod+Enter' },
  { id: 'create.focus-prompt', label: create.focusPrompt, keys: 'Mod+L' },
  { id: 'create.choose-model', label: create.chooseModel, keys: 'Mod+Shift+M' },

  { id: 'activity.pause', label: activity.pauseAll, keys: '' },
  { id: 'activity.clear', label: activity.clearFinished, keys: '' },
  { id: 'activity.cancel-waiting', label: activity.cancelAll, keys: '' },

  { id: 'library.search', label: library.actions.search, keys: 'Mod+F' },
  { id: 'library.favourite', label: library.actions.favourite, keys: 'F' },
  { id: 'library.trash', label: library.actions.trash, keys: 'Delete' },
  { id: 'library.selectAll', label: library.actions.selectAll, keys: '' },
  { id: 'library.clearSelection', label: library.actions.clearSelection, keys: 'Escape' },
  { id: 'library.saveCopies', label: library.actions.saveCopies, keys: 'Mod+S' },
  { id: 'library.export', label: library.actions.export, keys: 'Mod+E' },
  { id: 'library.duplicates', label: library.actions.duplicates, keys: '' },
  { id: 'library.leaveDuplicates', label: library.duplicates.back, keys: 'Escape' },
  { id: 'library.importFiles', label: library.actions.importFiles, keys: '' },
  { id: 'library.importFolder', label: library.actions.importFolder, keys: '' },
  { id: 'library.note', label: library.actions.note, keys: 'N' },
  { id: 'library.lookAlikes', label: library.similar.look.show, keys: 'Shift+L' },
  { id: 'library.leaveSimilar', label: library.similar.close, keys: 'Escape' },
  { id: 'library.shelves', label: library.actions.shelves, keys: '' },
  { id: 'library.moveBack', label: library.order.back, keys: 'Alt+ArrowLeft' },
  { id: 'library.moveForward', label: library.order.forward, keys: 'Alt+ArrowRight' },
  { id: 'library.moveStart', label: library.order.start, keys: 'Alt+Home' },
  { id: 'library.moveEnd', label: library.order.end, keys: 'Alt+End' },
  ...markActions('library'),
  { id: 'library.compare', label: library.actions.compare, keys: 'C' },

  { id: 'viewer.back', label: viewer.back, keys: 'Escape' },
  { id: 'viewer.previous', label: viewer.previous, keys: 'ArrowLeft' },
  { id: 'viewer.next', label: viewer.next, keys: 'ArrowRight' },
  { id: 'viewer.panUp', label: viewer.panUp, keys: 'ArrowUp' },
  { id: 'viewer.panDown', label: viewer.panDown, keys: 'ArrowDown' },
  { id: 'viewer.zoomIn', label: viewer.zoomIn, keys: 'Plus' },
  { id: 'viewer.zoomOut', label: viewer.zoomOut, keys: '-' },
  { id: 'viewer.fit', label: viewer.fit, keys: 'Z' },
  { id: 'viewer.actualSize', label: viewer.actualSize, keys: 'Shift+Z' },
  ...markActions('viewer'),
  { id: 'viewer.favourite', label: viewer.favourite, keys: 'F' },
  { id: 'viewer.saveCopy', label: viewer.saveCopy, keys: 'Mod+S' },
  { id: 'viewer.export', label: viewer.export, keys: 'Mod+E' },
  { id: 'viewer.reveal', label: viewer.reveal, keys: 'Mod+Shift+R' },
  { id: 'viewer.trash', label: viewer.trash, keys: 'Delete' },
  { id: 'viewer.note', label: viewer.note, keys: 'N' },
  { id: 'viewer.lookAlikes', label: library.similar.look.show, keys: 'Shift+L' },
  { id: 'viewer.details', label: viewer.details, keys: 'I' },
  { id: 'viewer.lineage', label: lineage.showAll, keys: 'G' },
  recall('all', viewer.recallAll, 'A'),
  recall('prompt', viewer.recallPrompt, 'Shift+P'),
  recall('seed', viewer.recallSeed, 'S'),
  recall('remix', viewer.remix, 'R'),
  { id: 'viewer.vary', label: viewer.work.vary, keys: 'V' },
  { id: 'viewer.edit', label: viewer.work.edit, keys: 'E' },
  { id: 'viewer.upscale', label: viewer.work.upscale, keys: 'Shift+U' },
  { id: 'viewer.animate', label: viewer.work.animate, keys: 'Shift+A' },
  { id: 'viewer.copyRecipe', label: viewer.work.copyText, keys: 'Mod+Shift+C' },
  { id: 'viewer.play', label: viewer.video.play, keys: 'Space' },
  { id: 'viewer.frameBack', label: viewer.video.back, keys: ',' },
  { id: 'viewer.frameForward', label: viewer.video.forward, keys: '.' },
  { id: 'viewer.loop', label: viewer.video.loop, keys: 'L' },
  { id: 'viewer.mute', label: viewer.video.mute, keys: 'M' },
  { id: 'viewer.lineageBack', label: `${lineage.title}: ${lineage.back}`, keys: 'Escape' },
  { id: 'viewer.compare', label: viewer.compare.open, keys: 'C' },
  {
    id: 'viewer.compareOther',
    label: `${viewer.compare.title}: ${viewer.compare.withOther}`,
    keys: 'Shift+C',
  },
  ...compareActions([
    ['Back', viewer.compare.back, 'Escape'],
    ['Swap', viewer.compare.swap, 'X'],
    ['Changes', viewer.compare.changes, 'I'],
    ['Slider', viewer.compare.modes.slider, '1'],
    ['Side', viewer.compare.modes.side, '2'],
    ['Flip', viewer.compare.showOther, 'F'],
    ['FlipSpace', viewer.compare.showOther, 'Space'],
    ['Left', viewer.compare.toLeft, 'ArrowLeft'],
    ['Right', viewer.compare.toRight, 'ArrowRight'],
    ['Up', viewer.panUp, 'ArrowUp'],
    ['Down', viewer.panDown, 'ArrowDown'],
    ['ZoomIn', viewer.zoomIn, 'Plus'],
    ['ZoomOut', viewer.zoomOut, '-'],
    ['Fit', viewer.fit, 'Z'],
    ['Actual', viewer.actualSize, 'Shift+Z'],
  ]),
];
