import * as electron from './exports.ts';

// The module 'electron' itself: named exports, and all of them as the default one, which CommonJS gives Electron's users.
export * from './exports.ts';
// oxlint-disable-next-line import/no-default-export -- Electron has one
export { electron as default };
