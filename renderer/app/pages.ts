import { Images, ListVideo, Settings, Sparkles, type LucideIcon } from 'lucide-react';
import { text } from './messages.ts';

export type Page = {
  readonly id: 'create' | 'library' | 'activity' | 'settings';
  readonly path: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly keys: string;
};

const create: Page = {
  id: 'create',
  path: '/create',
  label: text.frame.create,
  icon: Sparkles,
  keys: 'Mod+1',
};
const library: Page = {
  id: 'library',
  path: '/library',
  label: text.frame.library,
  icon: Images,
  keys: 'Mod+2',
};
const activity: Page = {
  id: 'activity',
  path: '/activity',
  label: text.frame.activity,
  icon: ListVideo,
  keys: 'Mod+3',
};

/** The rail's upper part, in order. */
export const mainPages: readonly Page[] = [create, library, activity];

export const settingsPage: Page = {
  id: 'settings',
  path: '/settings',
  label: text.frame.settings,
  icon: Settings,
  keys: 'Mod+,',
};

/** True when the location is the page or lies below it. */
export function isOnPage(location: string, { path }: Page): boolean {
  return location === path || location.startsWith(`${path}/`);
}
