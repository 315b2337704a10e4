/** What the main process loads before it shows a window, but for Electron itself. */
export { createCore } from '../../../electron/core/create-core.ts';
export { createHandlers } from '../../../electron/core/handlers.ts';
