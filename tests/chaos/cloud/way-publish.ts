import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { keepPicture, newPerson } from './person.ts';
import { expectStatus, wrongOfStorage } from './way-job.ts';
import type { Way } from './ways.ts';

function publishWay(name: string, asksAgain: boolean): Way {
  return {
    name,
    async begin(stage) {
      const ann = await newPerson(stage);
      const { sha256, thumbnail } = await keepPicture(ann);
      const id = randomUUID();
      const order = {
        id,
        creation_id: id,
        sha256,
        thumbnail,
        kind: 'image',
        title: 'Blue',
        width: 32,
        height: 20,
      };
      const publish = async () => expectStatus(await ann.call('publish', order), 200, 201);
      return {
        steps: [publish],
        again: async () => (asksAgain ? await publish() : undefined),
        async wrong(kill) {
          const { rows } = await stage.cloud.database.query('select status from public.posts where id = $1', [
            id,
          ]);
          const status = z.object({ status: z.string() }).optional().parse(rows[0])?.status ?? 'gone';
          const mayBeGone = !asksAgain && kill !== null;
          const fine = status === 'published' || (status === 'gone' && mayBeGone);
          return [...(fine ? [] : [`the post is ${status}`]), ...(await wrongOfStorage(stage, ann))];
        },
      };
    },
  };
}

export const publishWays: readonly Way[] = [
  publishWay('publish', true),
  publishWay('publish, app gone', false),
];
