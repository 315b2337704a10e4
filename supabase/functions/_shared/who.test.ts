import { expect, test } from 'vitest';
import { createDeps } from './deps.ts';
import { onlyService } from './who.ts';

const deps = createDeps(() => undefined, {
  project: {
    url: 'http://127.0.0.1:1',
    publishableKeys: { default: 'sb_publishable_a' },
    secretKeys: { default: 'sb_secret_old', next: 'sb_secret_new' },
    jwks: { keys: [] },
  },
});
const asked = (apikey: string) =>
  onlyService(new Request('http://127.0.0.1:1', { headers: { apikey } }), deps);

test('while a secret key is replaced, the service is known by either', async () => {
  await asked('sb_secret_old');
  await asked('sb_secret_new');
});

test.each(['', 'sb_publishable_a', 'sb_secret_other', 'sb_secret_'])('%j is not the service', async (key) => {
  await expect(asked(key)).rejects.toMatchObject({ status: 401, code: 'not_the_service' });
});
