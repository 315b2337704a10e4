import { type Caller, type Cloud, type Person, signUp } from './cloud.ts';
import { takeHandle } from './life.ts';

export type Author = Person & { readonly handle: string };

/** Somebody with a handle, here for long enough that their reports count. */
export async function signUpAuthor(cloud: Cloud): Promise<Author> {
  const author = await signUp(cloud);
  const handle = `author_${author.person.slice(0, 8)}`;
  await takeHandle(cloud, author, handle);
  await cloud.rows('owner', `update profiles set created_at = now() - interval '30 days' where id = $1`, [
    author.person,
  ]);
  return { ...author, handle };
}

export type FeedRow = {
  readonly id: string;
  readonly cursor: string;
  readonly liked: boolean;
  readonly like_count: number;
};

/** A page of Discover, newest first unless asked otherwise. */
export async function readFeed(
  cloud: Cloud,
  caller: Caller,
  args: Readonly<Record<string, unknown>> = {},
): Promise<readonly FeedRow[]> {
  return await cloud.call<FeedRow>(caller, 'discover_feed', { p_sort: 'newest', ...args });
}

export const idsOf = (rows: readonly FeedRow[]): readonly string[] => rows.map(({ id }) => id);
