import { expect, test } from 'vitest';
import catalogue from '../../../resources/models.json';
import { listedModel } from '../../../shared/domain/model.ts';
import { providerStatus, type ProviderStatus } from '../../../shared/domain/provider.ts';
import { chooseCapable, picturePlace } from './capability.ts';

const models = catalogue.map((entry) =>
  listedModel.parse({ ...entry, hidden: false, retired: 'retiresOn' in entry }),
);
const status = (id: ProviderStatus['id'], configured: boolean) =>
  providerStatus.parse({
    id,
    name: id,
    configured,
    auth: id === 'sketch' ? 'none' : 'key',
    keyHint: null,
    keyStorage: null,
    address: null,
    serverKind: null,
    paused: false,
    sendsTo: '',
    keyPage: null,
    acknowledged: false,
  });
const providers = (...configured: readonly ProviderStatus['id'][]) =>
  (['sketch', 'openai', 'replicate'] as const).map((id) => status(id, configured.includes(id)));

test('what a model can do is read from its inputs', () => {
  const able = (work: Parameters<typeof picturePlace>[0]) =>
    models.filter((model) => picturePlace(work, model)).map((model) => model.id);
  expect(able('edit')).toContain('openai/gpt-image-2');
  expect(able('edit')).toContain('replicate/ideogram-ai/ideogram-v3-turbo');
  expect(able('edit')).not.toContain('replicate/qwen/qwen-image');
  expect(able('animate')).toContain('replicate/wan-video/wan-2.2-i2v-fast');
  expect(able('animate')).not.toContain('replicate/wan-video/wan-2.7-t2v');
  expect(able('upscale')).toEqual(['replicate/nightmareai/real-esrgan']);
  expect(able('edit')).not.toContain('replicate/nightmareai/real-esrgan');
});

test('the model in use stays when it can; another one that is ready takes over when it cannot', () => {
  const ready = providers('sketch', 'openai', 'replicate');
  const kept = chooseCapable('edit', models, ready, 'replicate/ideogram-ai/ideogram-v3-turbo');
  expect(kept).toMatchObject({ kind: 'ready', model: { id: 'replicate/ideogram-ai/ideogram-v3-turbo' } });
  const other = chooseCapable('edit', models, ready, 'sketch/picture');
  expect(other).toMatchObject({ kind: 'ready', picture: { role: 'images' } });
  const onlyReplicate = chooseCapable('edit', models, providers('sketch', 'replicate'), 'openai/gpt-image-2');
  expect(onlyReplicate).toMatchObject({ kind: 'ready', model: { provider: 'replicate' } });
});

test('says whether a key is missing or a model; what is hidden or retired counts for neither', () => {
  const none = providers('sketch');
  expect(chooseCapable('animate', models, none, null)).toMatchObject({
    kind: 'not-configured',
    providers: [{ id: 'replicate' }],
  });
  expect(chooseCapable('upscale', models, providers('sketch', 'openai'), null)).toMatchObject({
    kind: 'not-configured',
    providers: [{ id: 'replicate' }],
  });
  const hidden = models.map((model) => ({ ...model, hidden: true }));
  expect(chooseCapable('upscale', hidden, none, null)).toEqual({ kind: 'no-model' });
  expect(chooseCapable('edit', hidden, none, null)).toEqual({ kind: 'no-model' });
});
