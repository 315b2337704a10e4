import { EventEmitter } from 'node:events';
import type { GlobalShortcut, PowerSaveBlocker, Shell } from 'electron';
import { strict } from '../not-offered.ts';
import { record, recorder } from '../recorded.ts';

// Doubles of what belongs to the desktop: calls are recorded, and specs may emit the events.

export const shell = strict('shell', {
  openExternal: recorder('shell.openExternal', Promise.resolve()),
  openPath: recorder('shell.openPath', Promise.resolve('')),
  showItemInFolder: recorder('shell.showItemInFolder', undefined),
  trashItem: recorder('shell.trashItem', Promise.resolve()),
  beep: recorder('shell.beep', undefined),
} satisfies Partial<Shell>);

/** Sent events: 'show', 'close'; a spec may emit 'click' or 'failed'. */
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  readonly options: object;

  constructor(options: object = {}) {
    super();
    this.options = options;
  }
  show(): void {
    record('notification.show', this.options);
    this.emit('show', {});
  }
  close(): void {
    this.emit('close', {});
  }
}

export class Tray extends EventEmitter {
  readonly setToolTip = recorder('tray.setToolTip', undefined);
  readonly setContextMenu = recorder('tray.setContextMenu', undefined);
  readonly setImage = recorder('tray.setImage', undefined);
  readonly setTitle = recorder('tray.setTitle', undefined);
  private destroyed = false;

  constructor(image: unknown) {
    super();
    record('new Tray', image);
    // oxlint-disable-next-line no-constructor-return -- every holder must have the strict object
    return strict('tray', this);
  }
  destroy(): void {
    this.destroyed = true;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
}

const area = { x: 0, y: 0, width: 1280, height: 800 };
const display = {
  id: 1,
  bounds: area,
  workArea: area,
  workAreaSize: { width: 1280, height: 800 },
  scaleFactor: 1,
};

export const screen = strict(
  'screen',
  Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
    getDisplayMatching: () => display,
    getDisplayNearestPoint: () => display,
    getCursorScreenPoint: () => ({ x: 0, y: 0 }),
  }),
);

export const powerMonitor = strict(
  'powerMonitor',
  Object.assign(new EventEmitter(), {
    onBatteryPower: false,
    isOnBatteryPower: () => false,
    getSystemIdleTime: () => 0,
    getSystemIdleState: () => 'active',
  }),
);

const blockers = new Set<number>();
let lastBlocker = 0;

export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(type) {
    record('powerSaveBlocker.start', type);
    blockers.add(++lastBlocker);
    return lastBlocker;
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id),
} satisfies PowerSaveBlocker);

const shortcuts = new Map<string, () => void>();

export const globalShortcut = strict('globalShortcut', {
  register(accelerator, callback) {
    shortcuts.set(accelerator, callback);
    return true;
  },
  isRegistered: (accelerator) => shortcuts.has(accelerator),
  unregister: (accelerator) => {
    shortcuts.delete(accelerator);
  },
  unregisterAll: () => shortcuts.clear(),
} satisfies Partial<GlobalShortcut>);
