import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { classNames } from './class-names.ts';
import { Kbd } from './Kbd.tsx';
import type { MenuItem } from './menu-item.ts';
import styles from './MenuItems.module.css';
import popup from './popup.module.css';

/** The lines of a menu or context menu. */
export function MenuItems({ items }: { readonly items: readonly MenuItem[] }) {
  return items.map((item) => <MenuLine key={item.id} item={item} />);
}

function MenuLine({ item }: { readonly item: MenuItem }) {
  switch (item.kind) {
    case 'separator':
      return <Base.Separator className={popup.separator} />;
    case 'heading':
      return (
        <div className={popup.groupLabel} role="presentation">
          {item.label}
        </div>
      );
    case 'choice':
      return (
        <Base.CheckboxItem
          className={popup.item}
          checked={item.checked}
          onCheckedChange={item.onSelect}
          closeOnClick
        >
          <span className={styles.check}>
            <Base.CheckboxItemIndicator>
              <Check aria-hidden="true" />
            </Base.CheckboxItemIndicator>
          </span>
          {item.icon}
          <span className={popup.grow}>{item.label}</span>
        </Base.CheckboxItem>
      );
    default:
      return (
        <Base.Item
          className={classNames(popup.item, item.danger && popup.danger)}
          disabled={item.disabled}
          onClick={item.onSelect}
        >
          {item.icon}
          <span className={popup.grow}>{item.label}</span>
          {item.keys ? <Kbd keys={item.keys} /> : null}
        </Base.Item>
      );
  }
}
