import { useState } from 'react';
import { navigate } from 'wouter/use-hash-location';
import { settingsSections } from '../features/settings/sections.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { text } from './messages.ts';
import { mainPages, settingsPage } from './pages.ts';
import { pageActions } from './page-actions.ts';
import { declareActions, useAction } from './shortcuts.ts';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

type FrameActionsProps = {
  readonly onToggleRail: () => void;
  readonly onToggleDrawer: () => void;
};

declareActions(pageActions);

/** The actions that work everywhere, and the two dialogs they open. */
export function FrameActions({ onToggleRail, onToggleDrawer }: FrameActionsProps) {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const close = () => setOpen(null);
  useAction({ id: 'frame.palette', label: text.frame.palette, keys: 'Mod+K', run: () => setOpen('palette') });
  useAction({
    id: 'frame.shortcuts',
    label: text.frame.shortcuts,
    keys: '?',
    run: () => setOpen('shortcuts'),
  });
  useAction({ id: 'frame.rail', label: text.frame.toggleRail, keys: 'Mod+B', run: onToggleRail });
  useAction({ id: 'frame.drawer', label: text.frame.toggleDrawer, keys: 'Mod+J', run: onToggleDrawer });
  return (
    <>
      {[...mainPages, settingsPage].map(({ id, label, path, keys }) => (
        <GoTo key={id} id={`go.${id}`} label={text.frame.goTo(label)} path={path} keys={keys} />
      ))}
      {settingsSections.map(({ id, label }) => (
        <GoTo
          key={id}
          id={`go.settings-${id}`}
          label={text.frame.settingsSection(label)}
          path={`/settings/${id}`}
        />
      ))}
      <CommandPalette open={open === 'palette'} onClose={close} />
      <ShortcutsDialog open={open === 'shortcuts'} onClose={close} />
    </>
  );
}

type GoToProps = {
  readonly id: string;
  readonly label: string;
  readonly path: string;
  readonly keys?: string;
};

/** An action that opens a page. */
function GoTo({ id, label, path, keys }: GoToProps) {
  useAction({ id, label, keys, run: () => navigate(path) });
  return null;
}
