import { Collapsible } from '@base-ui/react/collapsible';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Disclosure.module.css';

type DisclosureProps = {
  readonly label: string;
  /** Shown at the end of the line, such as a count. */
  readonly detail?: ReactNode;
  readonly defaultOpen?: boolean;
  readonly open?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
  readonly children: ReactNode;
};

export function Disclosure({
  label,
  detail,
  defaultOpen = false,
  open,
  onOpenChange,
  children,
}: DisclosureProps) {
  return (
    <Collapsible.Root defaultOpen={defaultOpen} open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Collapsible.Trigger className={styles.trigger}>
        <ChevronRight className={styles.chevron} size={14} aria-hidden="true" />
        <span>{label}</span>
        {detail ? <span className={styles.detail}>{detail}</span> : null}
      </Collapsible.Trigger>
      <Collapsible.Panel className={styles.panel}>{children}</Collapsible.Panel>
    </Collapsible.Root>
  );
}
