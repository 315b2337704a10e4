import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { classNames } from './class-names.ts';
import type { MenuItem } from './menu-item.ts';
import { MenuItems } from './MenuItems.tsx';
import styles from './MenuItems.module.css';
import { usePopupHome } from './popup-home.ts';
import popup from './popup.module.css';

type MenuProps = {
  /** One button with an accessible name. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly items: readonly MenuItem[];
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly align?: 'start' | 'center' | 'end';
};

export function Menu({ trigger, items, side = 'bottom', align = 'start' }: MenuProps) {
  const home = usePopupHome();
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal container={home}>
        <Base.Positioner
          positionMethod="fixed"
          className={popup.positioner}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          <Base.Popup className={classNames(popup.popup, styles.menu)}>
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
