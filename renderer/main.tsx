import './app/zod-without-eval.ts';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { text } from './app/messages.ts';
import { prepareDragging } from './app/creation-drag.ts';
import { followNotices } from './app/notices.ts';
import { getSettings, loadSettings } from './app/settings.ts';
import { applyTheme } from './app/theme.ts';
import { BridgeError, isCancelled } from './bridge/client.ts';
import { toast } from './ui/toasts.ts';

const container = document.querySelector('#root');
if (!container) throw new Error('The page has no #root');

/** What nobody handled is a bug: the person learns of it, and of where its details are. */
window.addEventListener('unhandledrejection', (event) => {
  const reason: unknown = event.reason;
  if (isCancelled(reason)) {
    event.preventDefault();
    return;
  }
  toast({
    kind: 'error',
    text: text.frame.wentWrong(reason instanceof BridgeError ? reason.logId : undefined),
  });
});

try {
  await loadSettings();
  applyTheme(document.documentElement, getSettings())();
  createRoot(container).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  void followNotices();
  void prepareDragging();
} catch (error) {
  container.textContent = `${text.frame.startFailed}: ${String(error)}`;
}
