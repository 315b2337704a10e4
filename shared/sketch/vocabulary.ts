/**
 * Every word Sketch understands. Words are matched in lower case, in singular or plural, longest
 * phrase first; a word may stand in several lists and then means all of them at once.
 */

export const SCENES = [
  'mountain',
  'coast',
  'forest',
  'desert',
  'meadow',
  'city',
  'space',
  'geometric',
  'flow',
] as const;
export type SceneName = (typeof SCENES)[number];

export const TIMES = ['sunset', 'dawn', 'day', 'night', 'storm', 'aurora'] as const;
export type TimeName = (typeof TIMES)[number];

export const STYLES = ['watercolour', 'ink', 'pastel', 'vivid'] as const;
const WEATHERS = ['snow', 'mist', 'clouds', 'rain', 'autumn', 'birds'] as const;
const SUBJECTS = ['boat', 'lighthouse', 'water', 'tree', 'cabin', 'cat', 'balloon'] as const;
export const SPACE_SUBJECTS = ['planet', 'rings'] as const;
export const FLAGS = [...STYLES, ...WEATHERS, ...SUBJECTS, ...SPACE_SUBJECTS] as const;
export type Flag = (typeof FLAGS)[number];

/** Hue names with their OKLCH hue angle in degrees. */
export const HUES = {
  red: 29,
  crimson: 20,
  coral: 38,
  copper: 52,
  orange: 60,
  amber: 75,
  gold: 85,
  yellow: 100,
  lime: 125,
  olive: 115,
  green: 145,
  emerald: 155,
  mint: 165,
  teal: 190,
  turquoise: 195,
  cyan: 205,
  azure: 245,
  blue: 255,
  indigo: 280,
  lilac: 305,
  violet: 300,
  purple: 308,
  magenta: 328,
  pink: 350,
  rose: 5,
} as const;
export type HueName = keyof typeof HUES;
export const HUE_NAMES: readonly HueName[] = [
  'red',
  'crimson',
  'coral',
  'copper',
  'orange',
  'amber',
  'gold',
  'yellow',
  'lime',
  'olive',
  'green',
  'emerald',
  'mint',
  'teal',
  'turquoise',
  'cyan',
  'azure',
  'blue',
  'indigo',
  'lilac',
  'violet',
  'purple',
  'magenta',
  'pink',
  'rose',
];

export const SCENE_WORDS: Record<SceneName, string> = {
  mountain:
    'mountain, alps, alpine, peak, summit, valley, cliff, landscape, canyon, himalaya, volcano, ⛰, 🏔, 🗻',
  coast:
    'sea, seaside, ocean, beach, coast, coastal, shore, seashore, bay, island, harbor, harbour, wave, 🌊, 🏖, 🏝',
  forest: 'forest, woods, woodland, trees, pine, jungle, spruce, fir, 🌲',
  desert: 'desert, dune, sahara, sand, cactus, egypt, pyramid, mars, oasis, 🏜, 🌵',
  meadow:
    'meadow, flower, garden, field, poppy, poppies, tulip, spring, lavender, sunflower, roses, daisy, daisies, wildflower, grass, prairie, countryside, pasture, hill, hills, 🌷, 🌻, 🌸, 🌺, 🌼',
  city: 'city, cityscape, skyline, street, tokyo, york, new york, cyberpunk, downtown, building, skyscraper, urban, town, neon, metropolis, 🏙, 🌃, 🌆',
  space:
    'space, outer space, galaxy, nebula, planet, cosmos, cosmic, universe, saturn, orbit, astronaut, rocket, spaceship, 🪐, 🌌, 🚀',
  geometric: 'geometric, geometry, bauhaus, pattern, poster, logo, icon, minimal, shape, mosaic, tile, tiles',
  flow: 'abstract, flow, flowing, fluid, silk, smoke, marble, swirl, energy, dream, ink, paint, texture, music, ribbon, 🎨',
};

export const TIME_WORDS: Record<TimeName, string> = {
  sunset: 'sunset, dusk, golden hour, evening, twilight, 🌇, 🌆',
  dawn: 'dawn, sunrise, morning, daybreak, 🌅, 🌄',
  day: 'day, daytime, daylight, noon, midday, sunny, bright, summer, blue sky, ☀, 🌞',
  night: 'night, nighttime, midnight, dark, moon, moonlit, moonlight, starry, star, 🌙, 🌕, 🌃, ⭐, ✨',
  storm: 'storm, stormy, rain, rainy, gloomy, overcast, moody, thunder, thunderstorm, ⛈, 🌧, 🌩',
  aurora: 'aurora, northern lights, polar lights, polar, arctic',
};

export const FLAG_WORDS: Record<Flag, string> = {
  watercolour: 'watercolor, watercolour, water color, water colour, aquarelle',
  ink: 'ink, ink drawing, monochrome, noir, black and white, black-and-white, mono, pencil, sumi-e',
  pastel: 'pastel, soft',
  vivid: 'vivid, vibrant, neon, saturated, colorful, colourful, cyberpunk, synthwave, vaporwave',
  snow: 'snow, snowy, winter, ice, icy, frozen, arctic, snowfall, ❄, ☃, ⛄',
  mist: 'mist, misty, fog, foggy, haze, hazy, 🌫',
  clouds: 'cloud, cloudy, storm, stormy, ☁, ⛅, 🌥',
  rain: 'rain, rainy, thunderstorm, 🌧, ⛈',
  autumn: 'autumn, autumnal, fall, maple, 🍁, 🍂',
  birds: 'bird, gull, seagull, 🐦, 🕊',
  boat: 'boat, sailboat, sailing boat, ship, sail, yacht, sailing, ⛵, 🚤',
  lighthouse: 'lighthouse',
  water: 'lake, river, water, fjord, reflection, pond, lagoon, oasis',
  tree: 'tree, lone tree, lonely tree, big tree, old tree, oak, 🌳',
  cabin: 'cabin, hut, house, cottage, farmhouse, chalet, home, 🏠, 🏡, 🛖',
  cat: 'cat, kitten, kitty, 🐈, 🐱',
  balloon: 'balloon, hot air balloon, hot-air balloon, 🎈',
  planet: 'planet, saturn, mars, world, 🪐',
  rings: 'saturn, ring, ringed, rings, 🪐',
};

/** Words for a hue beside the hue's own name. */
export const HUE_WORDS: Partial<Record<HueName, string>> = {
  red: 'scarlet, ruby',
  crimson: 'maroon, burgundy',
  orange: 'tangerine, terracotta',
  gold: 'golden',
  lime: 'chartreuse',
  turquoise: 'aqua, aquamarine',
  azure: 'sapphire, cobalt',
  indigo: 'navy',
  violet: 'amethyst',
  magenta: 'fuchsia',
};

/** Flowers and the colour they are known for, which colours the flowers and nothing else. */
export const PETAL_WORDS: Partial<Record<HueName, string>> = {
  red: 'poppy, poppies',
  gold: 'sunflower, 🌻',
  purple: 'lavender',
  pink: 'tulip, 🌸, 🌷',
  rose: 'roses',
};

/** Words that carry no picture of their own, so leaving them out of "ignored" hides nothing. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the and or but nor of in on at to from by for with without into onto over under above below near behind ' +
    'beside between across through along around about against among as is are was were be been being it its this ' +
    'that these those there here some any all each very so too more most much many few one i me my we our you your ' +
    'he she they his her their which who whose what when where while than then just like style picture image photo ' +
    'photograph illustration drawing painting scene view art artwork render please make create draw show generate ' +
    'video clip animation beautiful'
  ).split(' '),
);
