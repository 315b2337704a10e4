import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { ui } from '../../shared/messages/en/ui.ts';
import { toastManager } from './toasts.ts';
import styles from './Toaster.module.css';

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, error: CircleAlert } as const;

function iconOf(type: string | undefined) {
  return type === 'success' || type === 'warning' || type === 'error' ? icons[type] : icons.info;
}

/** Shows what `toast` was given; rendered once, by the app. */
export function Toaster() {
  return (
    <Toast.Provider toastManager={toastManager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((entry) => {
    const Icon = iconOf(entry.type);
    return (
      <Toast.Root
        key={entry.id}
        toast={entry}
        className={styles.toast}
        data-kind={entry.type}
        // Base UI hides from screen readers what it has announced, though the focus can go there.
        aria-hidden={undefined}
      >
        <Toast.Content className={styles.content}>
          <Icon className={styles.icon} size={16} aria-hidden="true" />
          <Toast.Title className={styles.text} render={<p />} />
          {entry.actionProps ? <Toast.Action className={styles.action} /> : null}
          <Toast.Close className={styles.close} aria-label={ui.dismiss} aria-hidden={undefined}>
            <X size={14} aria-hidden="true" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}
