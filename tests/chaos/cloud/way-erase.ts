import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dataOf, keepPicture, newPerson } from './person.ts';
import { expectStatus } from './way-job.ts';
import type { Way } from './ways.ts';

/** Somebody with a picture, a post and a purchase is erased when their time has come. */
export const eraseWay: Way = {
  name: 'erase',
  async begin(stage) {
    const ann = await newPerson(stage);
    const { sha256, thumbnail } = await keepPicture(ann);
    const id = randomUUID();
    const post = { id, creation_id: id, sha256, thumbnail, kind: 'image', width: 32, height: 20 };
    expectStatus(await ann.call('publish', post), 201);
    expectStatus(await ann.call('checkout', { price: 'pack_500', request_id: randomUUID() }), 200);
    // As after a checkout that died before it could note whose customer it made.
    await stage.cloud.database.query('update public.accounts set stripe_customer_id = null where id = $1', [
      ann.account,
    ]);
    const { certificate } = z
      .object({ certificate: z.uuid() })
      .parse(dataOf(await ann.client.rpc('request_deletion')));
    return {
      steps: [async () => await stage.pass('15 days')],
      again: async () => undefined,
      async wrong() {
        const { rows } = await stage.cloud.database.query(
          `select
             (select (erased -> 'files')::text from private.erasure_certificates where id = $2) as files,
             (select count(*)::integer from auth.users where id = $1) as users,
             (select count(*)::integer from storage.objects where starts_with(name, $1::text || '/')) as objects,
             (select count(*)::integer from public.accounts where id = $3 and user_id is null) as accounts`,
          [ann.id, certificate, ann.account],
        );
        const left = z
          .object({
            files: z.string().nullable(),
            users: z.number(),
            objects: z.number(),
            accounts: z.number(),
          })
          .parse(rows[0]);
        const wrong: string[] = [];
        if (left.files === null) wrong.push('there is no certificate');
        else if (left.files !== '{"gallery": 2, "creations": 1}')
          wrong.push(`the certificate tells of ${left.files}`);
        if (left.users > 0) wrong.push('the user is there');
        if (left.objects > 0) wrong.push(`${left.objects} files are there`);
        if (left.accounts !== 1) wrong.push('the account is not cut loose');
        const known = Object.values(stage.stripe.books.customers).filter(
          ({ metadata, deleted }) => metadata['account'] === ann.account && deleted !== true,
        );
        if (known.length > 0) wrong.push('Stripe still knows them');
        return wrong;
      },
    };
  },
};
