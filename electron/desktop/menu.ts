import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/** Only what a system expects of a menu: editing must work in every text field, the rest is in the window. */
export function setMenu(navigate: (to: string) => void): void {
  const file: MenuItemConstructorOptions[] = [
    { label: 'Create', accelerator: 'CmdOrCtrl+1', click: () => navigate('/create') },
    { label: 'My Creations', accelerator: 'CmdOrCtrl+2', click: () => navigate('/library') },
    { label: 'Activity', accelerator: 'CmdOrCtrl+3', click: () => navigate('/activity') },
    { type: 'separator' },
    { label: 'Settings…', accelerator: 'CmdOrCtrl+,', click: () => navigate('/settings/providers') },
    { type: 'separator' },
    process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? [{ label: app.name, role: 'appMenu' as const }] : []),
      { label: 'File', submenu: file },
      { label: 'Edit', role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          { role: 'togglefullscreen' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'resetZoom' },
        ],
      },
      { label: 'Window', role: 'windowMenu' },
    ]),
  );
}
