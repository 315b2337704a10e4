import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect } from 'react';
import { Router } from 'wouter';
import { navigate, useHashLocation } from 'wouter/use-hash-location';
import { subscribe } from '../bridge/client.ts';
import { ExportDialog } from '../features/exchange/ExportDialog.tsx';
import { KeepDialog } from '../features/exchange/KeepDialog.tsx';
import { CollectionDialog } from '../features/library/CollectionDialog.tsx';
import { NameDialog } from '../features/library/NameDialog.tsx';
import { NoteDialog } from '../features/library/NoteDialog.tsx';
import { Welcome } from '../features/welcome/Welcome.tsx';
import { ConfirmHost } from '../ui/ConfirmHost.tsx';
import { Toaster } from '../ui/Toaster.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Frame } from './Frame.tsx';
import { Routes } from './Routes.tsx';
import { useSettings } from './settings.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { applyTheme } from './theme.ts';

export function App() {
  const welcomed = useSettings((settings) => settings.welcomed);
  const theme = useSettings((settings) => settings.theme);
  const reducedMotion = useSettings((settings) => settings.reducedMotion);

  useEffect(() => applyTheme(document.documentElement, { theme, reducedMotion }), [theme, reducedMotion]);
  useEffect(() => listenForShortcuts(window), []);
  useEffect(() => subscribe('app.navigate', ({ to }) => navigate(to)), []);

  return (
    // The window's policy allows no inline styles: what Base UI would inject is in our own style sheets.
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        {/* oxlint-disable-next-line react/hooks -- the router calls the hook itself */}
        <Router hook={useHashLocation}>
          <ErrorBoundary scope="window">
            {welcomed ? (
              <Frame>
                <Routes />
              </Frame>
            ) : (
              <Welcome />
            )}
          </ErrorBoundary>
          <ExportDialog />
          <KeepDialog />
          <CollectionDialog />
          <NameDialog />
          <NoteDialog />
          <ConfirmHost />
          <Toaster />
        </Router>
      </Tooltip.Provider>
    </CSPProvider>
  );
}
