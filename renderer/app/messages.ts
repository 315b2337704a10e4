import { activity } from '../../shared/messages/en/activity.ts';
import { create } from '../../shared/messages/en/create.ts';
import { credentials } from '../../shared/messages/en/credentials.ts';
import { exchange } from '../../shared/messages/en/exchange.ts';
import { frame } from '../../shared/messages/en/frame.ts';
import { library } from '../../shared/messages/en/library.ts';
import { lineage } from '../../shared/messages/en/lineage.ts';
import { originals } from '../../shared/messages/en/originals.ts';
import { settings } from '../../shared/messages/en/settings.ts';
import { spending } from '../../shared/messages/en/spending.ts';
import { ui } from '../../shared/messages/en/ui.ts';
import { viewer } from '../../shared/messages/en/viewer.ts';
import { welcome } from '../../shared/messages/en/welcome.ts';

/** Every word the window shows, by feature. A second language is a second set of these files. */
export const text = {
  activity,
  create,
  credentials,
  exchange,
  frame,
  library,
  lineage,
  originals,
  settings,
  spending,
  ui,
  viewer,
  welcome,
} as const;
