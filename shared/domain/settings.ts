import { z } from 'zod';
import { exportOptions, keepOriginals } from './exchange.ts';
import { jsonValue } from './json.ts';
import { microUsd } from './money.ts';
import { localServerKind, providerId } from './provider.ts';

/** Keys and tokens are never settings: they go through the secrets port. */
const shape = {
  theme: z.enum(['system', 'dark', 'light']),
  reducedMotion: z.enum(['system', 'on', 'off']),
  /** Row height of the grid in CSS px. */
  gridRowHeight: z.number().int().min(96).max(480),
  welcomed: z.boolean(),
  policyVersionSeen: z.string().nullable(),
  lastModelId: z.string().nullable(),
  /** Parameter values last used with each model. */
  lastParameters: z.record(z.string(), z.record(z.string(), jsonValue)),
  hiddenModels: z.array(z.string()),
  /** When providers were last asked for their models, ms since the epoch. */
  modelsRefreshedAt: z.number().int().nullable(),
  /** "Don't ask again" answers: providers the person has agreed to send prompts to. */
  acknowledgedProviders: z.array(providerId),
  pausedProviders: z.array(providerId),
  queuePaused: z.boolean(),
  /** The most to spend in a calendar month, all providers together; paid jobs wait beyond it. Null: no cap. */
  monthlyCapMicros: microUsd.nullable(),
  localServer: z
    .object({
      address: z.string(),
      kind: localServerKind,
      /** ComfyUI: an API-format graph with %prompt% %negative% %seed% %width% %height% bound in it. */
      workflow: z.string().nullable(),
    })
    .nullable(),
  /** Days that things stay in the trash before they are erased. Null: until the person empties it. */
  trashDays: z.number().int().min(1).max(3650).nullable(),
  notifications: z.boolean(),
  drawerOpen: z.boolean(),
  railCollapsed: z.boolean(),
  /** Panel widths in CSS px. */
  detailsWidth: z.number().int().min(240).max(640),
  composerWidth: z.number().int().min(320).max(640),
  /** Newest first; outlives the creations. */
  promptHistory: z.array(z.string()).max(200),
  /** Remapped shortcuts by action id: `{ "create.generate": "Mod+Enter" }`. */
  shortcuts: z.record(z.string(), z.string()),
  /** What becomes of imported files. `ask`: the person is asked. */
  importKeep: z.enum(['ask', ...keepOriginals.options]),
  /** As chosen for the last export. */
  exportOptions,
  /** Where the last file dialog ended. */
  lastFolder: z.string().nullable(),
};

const settings = z.object(shape);
export type Settings = z.infer<typeof settings>;

export const settingsOutput = settings;

export const defaultSettings: Settings = {
  theme: 'dark',
  reducedMotion: 'system',
  gridRowHeight: 220,
  welcomed: false,
  policyVersionSeen: null,
  lastModelId: null,
  lastParameters: {},
  hiddenModels: [],
  modelsRefreshedAt: null,
  acknowledgedProviders: [],
  pausedProviders: [],
  queuePaused: false,
  monthlyCapMicros: null,
  localServer: null,
  trashDays: 30,
  notifications: true,
  drawerOpen: false,
  railCollapsed: false,
  detailsWidth: 340,
  composerWidth: 400,
  promptHistory: [],
  shortcuts: {},
  importKeep: 'ask',
  exportOptions: exportOptions.parse({}),
  lastFolder: null,
};

/** What the renderer may change; the rest is changed by the routes that own it. */
export const settingsPatch = settings
  .omit({
    acknowledgedProviders: true,
    pausedProviders: true,
    queuePaused: true,
    monthlyCapMicros: true,
    localServer: true,
    lastFolder: true,
    exportOptions: true,
    hiddenModels: true,
    modelsRefreshedAt: true,
  })
  .partial();
export type SettingsPatch = z.infer<typeof settingsPatch>;

/** Reads settings field by field: a damaged or outdated one falls back to its default, the others stay. */
export function parseSettings(raw: unknown): Settings {
  const given: Record<string, unknown> = typeof raw === 'object' && raw !== null ? { ...raw } : {};
  const kept: Record<string, unknown> = { ...defaultSettings };
  for (const [key, field] of Object.entries<z.ZodType>(shape)) {
    const parsed = field.safeParse(given[key]);
    if (parsed.success) kept[key] = parsed.data;
  }
  return settings.parse(kept);
}

/** A change: fields that are absent or undefined stay as they are. */
export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

export function changeSettings(current: Settings, change: SettingsChange): Settings {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return settings.parse({ ...current, ...Object.fromEntries(given) });
}
