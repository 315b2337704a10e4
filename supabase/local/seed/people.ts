/** The same for everybody whom `--seed` makes: they live on this machine only. */
export const SEED_PASSWORD = 'demonstration 1';

export type SeedPerson = {
  /** `mira` signs in as `mira@example.com`; unique. */
  readonly key: string;
  readonly name: string;
  readonly joinedDaysAgo: number;
  /** Who publishes needs one. */
  readonly handle?: string;
  readonly bio?: string;
  /** What Sketch draws as their picture. */
  readonly avatar?: string;
  readonly buys?: 'pro_year' | 'lifetime';
  readonly moderates?: true;
};

export const seedPeople: readonly SeedPerson[] = [
  {
    key: 'mira',
    name: 'Mira Halvorsen',
    handle: 'mira_by_the_sea',
    bio: 'Coasts, mostly. I learned to sail before I learned to draw.',
    avatar: 'a lighthouse at sunset',
    joinedDaysAgo: 240,
    buys: 'pro_year',
  },
  {
    key: 'jonas',
    name: 'Jonas Weber',
    handle: 'jonas_w',
    bio: 'Cities after midnight.',
    avatar: 'neon city at night',
    joinedDaysAgo: 130,
  },
  {
    key: 'aiko',
    name: 'Aiko Tanaka',
    handle: 'aiko',
    bio: 'Ink, water, patience.',
    avatar: 'ink swirl',
    joinedDaysAgo: 300,
    buys: 'lifetime',
  },
  {
    key: 'tomas',
    name: 'Tomás Rivera',
    handle: 'tomas_dunas',
    bio: 'Arena y luz.',
    avatar: 'desert dunes at noon',
    joinedDaysAgo: 90,
  },
  {
    key: 'lena',
    name: 'Léna Martin',
    handle: 'lena_m',
    avatar: 'a meadow of tulips in the morning',
    joinedDaysAgo: 61,
  },
  {
    key: 'ravi',
    name: 'Ravi Menon',
    handle: 'ravi_orbit',
    bio: 'Nothing here is to scale.',
    avatar: 'saturn with rings',
    joinedDaysAgo: 45,
  },
  {
    key: 'ines',
    name: 'Inês Duarte',
    handle: 'ines_azulejo',
    bio: 'Tiles, posters, one idea at a time.',
    joinedDaysAgo: 77,
    avatar: 'mosaic tiles, cobalt',
  },
  {
    key: 'olu',
    name: 'Olu Adeyemi',
    handle: 'olu',
    bio: 'Up the hill and into the trees.',
    joinedDaysAgo: 33,
    avatar: 'mountains at dawn',
  },
  { key: 'pia', name: 'Pia', handle: 'pia_prints', joinedDaysAgo: 1 },
  { key: 'emil', name: 'Emil', joinedDaysAgo: 50 },
  { key: 'hana', name: 'Hana', joinedDaysAgo: 40 },
  { key: 'kofi', name: 'Kofi', joinedDaysAgo: 30 },
  { key: 'sofia', name: 'Sofía', joinedDaysAgo: 20 },
  { key: 'noor', name: 'Noor', joinedDaysAgo: 365, moderates: true },
];
