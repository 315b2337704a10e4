import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement } from 'react';
import { classNames } from './class-names.ts';
import type { MenuItem } from './menu-item.ts';
import { MenuItems } from './MenuItems.tsx';
import styles from './MenuItems.module.css';
import { usePopupHome } from './popup-home.ts';
import popup from './popup.module.css';

type ContextMenuProps = {
  readonly items: readonly MenuItem[];
  /** Asked before the menu opens, with the element that was clicked: the place to set `items` by it. */
  readonly onOpenChange?: ((open: boolean, target: EventTarget | null) => void) | undefined;
  /** One element: the area that answers to a right click and the menu key. */
  readonly children: ReactElement<Record<string, unknown>>;
};

export function ContextMenu({ items, onOpenChange, children }: ContextMenuProps) {
  const home = usePopupHome();
  return (
    <Base.Root onOpenChange={(open, { event }) => onOpenChange?.(open, event.target)}>
      <Base.Trigger render={children} />
      <Base.Portal container={home}>
        <Base.Positioner positionMethod="fixed" className={popup.positioner} collisionPadding={8}>
          <Base.Popup className={classNames(popup.popup, styles.menu)}>
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
