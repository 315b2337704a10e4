import { openDrawing } from '../drawing.ts';
import type { Cloud } from '../start-cloud.ts';
import { succeed } from './answers.ts';
import { readSeedCreations, type SeedCreation } from './creations.ts';
import { bringMember, type Member } from './member.ts';
import { type SeedPerson, seedPeople } from './people.ts';
import { postId, publishCreation, sharePage } from './publish-creation.ts';
import { react } from './reactions.ts';

export type World = { readonly people: readonly SeedPerson[]; readonly creations: readonly SeedCreation[] };

/** What `--seed` makes. */
export async function readWorld(): Promise<World> {
  return { people: seedPeople, creations: await readSeedCreations() };
}

export type SeededWorld = {
  /** Addresses to sign in with. */
  readonly addresses: readonly string[];
  /** How many were published now: none where all were there. */
  readonly published: number;
  /** A page that shows a creation to whoever has its address. */
  readonly sharePage: string | null;
};

/** At so many people's things at a time. */
const hands = 4;
const progressEvery = 10;

/**
 * Makes a small world to look at: people, what they published, and what others think of it. Everything comes through the doors
 * of the service; only dates, and who moderates, are set by SQL. What is there already is not made again.
 * @param stop ends the seeding between two creations; the next one goes on from there
 */
export async function seedWorld(
  cloud: Cloud,
  { people, creations }: World,
  say: (sentence: string) => void,
  stop: AbortSignal,
): Promise<SeededWorld> {
  const drawing = openDrawing();
  try {
    say(`Seeding: ${people.length} people …`);
    const members: Member[] = [];
    await inTurns(people, stop, async (person) => {
      members.push(await bringMember(person, cloud, drawing));
    });
    const missing = await missingCreations(creations, members);
    let published = 0;
    await inTurns([...Map.groupBy(missing, ({ author }) => author)], stop, async ([key, own]) => {
      const author = members.find(({ person }) => person.key === key);
      if (!author) throw new Error(`creations.csv names ${key}, whom people.ts does not know.`);
      for (const creation of own) {
        if (stop.aborted) return;
        await publishCreation(creation, author, { cloud, drawing });
        published += 1;
        if (published % progressEvery === 0) say(`Seeding: ${published} of ${missing.length} creations …`);
      }
    });
    if (missing.length > 0 && !stop.aborted) say('Seeding: likes …');
    await inTurns(members, stop, async (member) => {
      await react(member, creations, people);
      await member.client.auth.signOut({ scope: 'local' });
    });
    const shared = creations.find(({ fate }) => fate === 'shared');
    return {
      addresses: people.map(({ key }) => `${key}@example.com`),
      published,
      sharePage: shared && !stop.aborted ? sharePage(shared, cloud) : null,
    };
  } finally {
    await drawing.close();
  }
}

/** Those that nobody has published, in any state: what was taken down stays down. */
async function missingCreations(
  creations: readonly SeedCreation[],
  members: readonly Member[],
): Promise<readonly SeedCreation[]> {
  const lists = await Promise.all(
    members.map(async ({ id, client }) => succeed(await client.from('posts').select('id').eq('user_id', id))),
  );
  const there = new Set(lists.flat().map(({ id }) => id));
  return creations.filter((creation) => !there.has(postId(creation)));
}

/** Does the work for each item, a few at a time. @throws a failure, after what was under way has ended; no more begins */
async function inTurns<T>(
  items: readonly T[],
  stop: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  const end = AbortSignal.any([stop, failure.signal]);
  const waiting = items.values();
  const hand = async () => {
    for (const item of waiting) {
      if (end.aborted) return;
      await work(item).catch((error: unknown) => {
        failure.abort();
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: hands }, hand));
  const failed = ended.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
