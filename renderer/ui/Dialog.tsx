import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { ui } from '../../shared/messages/en/ui.ts';
import { classNames } from './class-names.ts';
import { PopupHome } from './popup-home.ts';
import styles from './Dialog.module.css';

type DialogProps = {
  readonly title: string;
  readonly description?: ReactNode;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Buttons, the most important one last. */
  readonly footer?: ReactNode;
  /** 420, 560 or 800 px wide. */
  readonly size?: 'small' | 'medium' | 'large';
  /** The body is text to read: it takes the focus, so that keys scroll it. */
  readonly reading?: boolean;
  readonly children?: ReactNode;
};

export function Dialog({
  title,
  description,
  open,
  onClose,
  footer,
  size = 'small',
  reading = false,
  children,
}: DialogProps) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={classNames(styles.popup, styles[size])}>
          <Base.Title className={styles.title}>{title}</Base.Title>
          {description ? (
            <Base.Description className={styles.description}>{description}</Base.Description>
          ) : null}
          <PopupHome value="dialog">
            {children ? (
              <div className={styles.body} {...(reading ? readable(title) : {})}>
                {children}
              </div>
            ) : null}
            {footer ? <footer className={styles.footer}>{footer}</footer> : null}
          </PopupHome>
          {/* Last, so that the focus goes to what the dialog is about. */}
          <Base.Close className={styles.close} aria-label={ui.close}>
            <X size={16} aria-hidden="true" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A region must have a name to be worth stopping at. */
function readable(title: string) {
  return { tabIndex: 0, role: 'region', 'aria-label': title };
}
