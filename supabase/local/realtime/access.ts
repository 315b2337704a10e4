import { actAs, type Caller } from '../caller.ts';
import { type Database, type Query, rehearse } from '../database/database.ts';

/** Whether the policies on `realtime.messages` let somebody hear a private topic, or speak there. */
export async function mayUseTopic(
  database: Database,
  caller: Caller,
  topic: string,
): Promise<{ readonly read: boolean; readonly write: boolean }> {
  const become = async (query: Query): Promise<void> => {
    await query(`select set_config('realtime.topic', $1, true)`, [topic]);
    await actAs(query, caller);
  };
  const read = await rehearse(database, async (query) => {
    // Without an event it is announced to nobody; whoever sees it may hear the topic.
    const { rows } = await query<{ id: string }>(
      `insert into realtime.messages (topic, extension, private) values ($1, 'broadcast', true) returning id`,
      [topic],
    );
    await become(query);
    return (await query('select 1 from realtime.messages where id = $1', [rows[0]?.id])).rows.length > 0;
  });
  const insert = `insert into realtime.messages (topic, extension, private) values ($1, 'broadcast', true)`;
  try {
    await rehearse(database, async (query) => {
      await become(query);
      await query(insert, [topic]);
    });
    return { read, write: true };
  } catch {
    return { read, write: false };
  }
}
