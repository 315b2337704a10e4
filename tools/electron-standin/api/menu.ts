import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';
import { strict } from '../not-offered.ts';
import { record } from '../recorded.ts';
import { BrowserWindow } from './browser-window.ts';

type Click = (item: MenuItem, window: BrowserWindow | null, event: object) => void;
type Template = Omit<MenuItemConstructorOptions, 'click' | 'submenu'> & {
  click?: Click;
  submenu?: Template[] | Menu;
};

/** An entry of a menu. Roles do nothing; `click()` runs the entry's own function, as choosing it would. */
export class MenuItem {
  readonly type: string;
  readonly label: string;
  readonly id: string | undefined;
  readonly role: string | undefined;
  readonly accelerator: unknown;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly click: () => void;

  constructor(template: Template) {
    const { submenu, click } = template;
    this.type = template.type ?? (submenu ? 'submenu' : 'normal');
    this.label = template.label ?? '';
    this.id = template.id;
    this.role = template.role;
    this.accelerator = template.accelerator;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu;
    this.enabled = template.enabled ?? true;
    this.visible = template.visible ?? true;
    this.checked = template.checked ?? false;
    this.click = () => click?.(this, BrowserWindow.getFocusedWindow(), {});
  }
}

/** Menus are built and can be read and clicked by specs; none is drawn, and accelerators are not heard. */
export class Menu extends EventEmitter {
  private static current: Menu | null = null;
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: readonly (Template | MenuItem)[]): Menu {
    const menu = strict('menu', new Menu());
    for (const entry of template) menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    this.current = menu;
  }
  static getApplicationMenu(): Menu | null {
    return this.current;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  popup(options: { callback?: () => void } = {}): void {
    const labels = this.items.map((item) => item.label);
    record('menu.popup', labels);
    options.callback?.();
  }
  closePopup(): void {}
}
