import {
  Cable,
  Info,
  Keyboard,
  Layers,
  HardDrive,
  Palette,
  ShieldCheck,
  Wallet,
  type LucideIcon,
} from 'lucide-react';
import { text } from '../../app/messages.ts';

const names = text.settings.sections;

export type SectionId = keyof typeof names;

export type Section = { readonly id: SectionId; readonly label: string; readonly icon: LucideIcon };

/** In the order the list shows them; the first is what `/settings` opens. */
export const settingsSections: readonly Section[] = [
  { id: 'providers', label: names.providers, icon: Cable },
  { id: 'models', label: names.models, icon: Layers },
  { id: 'spending', label: names.spending, icon: Wallet },
  { id: 'storage', label: names.storage, icon: HardDrive },
  { id: 'appearance', label: names.appearance, icon: Palette },
  { id: 'shortcuts', label: names.shortcuts, icon: Keyboard },
  { id: 'privacy', label: names.privacy, icon: ShieldCheck },
  { id: 'about', label: names.about, icon: Info },
];
