import { Toast } from '@base-ui/react/toast';

type ToastOptions = {
  readonly text: string;
  /** A toast of the same name that is still there is replaced. */
  readonly name?: string;
  readonly kind?: 'info' | 'success' | 'warning' | 'error';
  /** One thing to do about it, such as Undo. */
  readonly action?: { readonly label: string; readonly run: () => void };
};

/** Errors and offers to undo stay long enough to be read and reached by keyboard (F6 moves there). */
const timeoutsMs = { plain: 5_000, action: 10_000, error: 15_000 } as const;

export const toastManager = Toast.createToastManager();

/** Shows a short note at the window's foot. */
export function toast({ text, name, kind = 'info', action }: ToastOptions): void {
  const id = toastManager.add({
    ...(name === undefined ? {} : { id: name }),
    // The title is what names a toast for screen readers.
    title: text,
    type: kind,
    priority: kind === 'error' ? 'high' : 'low',
    timeout: kind === 'error' ? timeoutsMs.error : action ? timeoutsMs.action : timeoutsMs.plain,
    ...(action
      ? {
          actionProps: {
            children: action.label,
            onClick: () => {
              toastManager.close(id);
              action.run();
            },
          },
        }
      : {}),
  });
}
