import { succeed } from './answers.ts';
import type { SeedCreation } from './creations.ts';
import type { Member } from './member.ts';
import type { SeedPerson } from './people.ts';
import { postId } from './publish-creation.ts';

/** So many reports of people who have been here for a while take a post out of sight. */
const reporters = 3;

/** Likes and reports of one person, those that are not there yet. */
export async function react(
  { id, person, client }: Member,
  creations: readonly SeedCreation[],
  people: readonly SeedPerson[],
): Promise<void> {
  const liked = succeed(await client.from('likes').select('post_id').eq('user_id', id));
  const reported = succeed(await client.from('reports').select('post_id').eq('reporter_id', id));
  const done = new Set([...liked, ...reported].map(({ post_id: post }) => post));
  const published = succeed(await client.from('posts').select('id').eq('status', 'published'));
  const visible = new Set(published.map(({ id: post }) => post));
  for (const creation of creations) {
    const post = postId(creation);
    if (done.has(post) || !visible.has(post)) continue;
    const turn = turnOf(person.key, creation, people);
    if (turn < creation.likes) succeed(await client.rpc('toggle_like', { p_post: post, p_on: true }));
    if (creation.fate === 'reported' && turn < reporters)
      succeed(
        await client.rpc('report_post', {
          p_post: post,
          p_reason: 'spam',
          p_details: 'Only sells something.',
        }),
      );
  }
}

/** Whose turn it is to react to a creation, from 0: another order for each, its author never. */
function turnOf(key: string, { author, seed }: SeedCreation, people: readonly SeedPerson[]): number {
  if (key === author) return Infinity;
  const others = people.map((person) => person.key).filter((other) => other !== author);
  return (others.indexOf(key) + seed) % others.length;
}
