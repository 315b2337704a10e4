import { useEffect } from 'react';

const closesItself = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';

/** Runs on Escape, before anything else that listens for it, while `active` and unless a popup has the focus. */
export function useEscape(active: boolean, run: () => void): void {
  useEffect(() => {
    if (!active) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      const inPopup = event.target instanceof Element && event.target.closest(closesItself);
      if (event.key !== 'Escape' || event.isComposing || inPopup) return;
      event.preventDefault();
      event.stopPropagation();
      run();
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [active, run]);
}
