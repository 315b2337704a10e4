import { createContext, useContext } from 'react';

/**
 * Where menus and lists are put into the page: into its main landmark, so that a screen reader always knows where
 * it is; within a dialog, which hides all else, into the dialog.
 */
export const PopupHome = createContext<'page' | 'dialog'>('page');

/** The element for a popup's portal; undefined: where the surrounding popup is. */
export function usePopupHome(): HTMLElement | undefined {
  const home = useContext(PopupHome);
  if (home === 'dialog') return undefined;
  return document.querySelector<HTMLElement>('main') ?? undefined;
}
