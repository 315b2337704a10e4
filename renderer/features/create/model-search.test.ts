import { expect, test } from 'vitest';
import { listedModel } from '../../../shared/domain/model.ts';
import { providerStatus } from '../../../shared/domain/provider.ts';
import { firstModel, retiresSoon, searchModels } from './model-search.ts';

const provider = (id: string, configured: boolean) =>
  providerStatus.parse({
    id,
    name: id === 'openai' ? 'OpenAI' : id,
    configured,
    auth: 'key',
    keyHint: null,
    keyStorage: null,
    address: null,
    serverKind: null,
    paused: false,
    sendsTo: '',
    keyPage: null,
    acknowledged: false,
  });
const model = (id: string, more: object = {}) =>
  listedModel.parse({
    id,
    provider: id.split('/')[0],
    slug: id,
    name: id.split('/')[1],
    media: 'image',
    summary: '',
    parameters: [],
    price: null,
    ai: true,
    hidden: false,
    retired: false,
    ...more,
  });

const models = [
  model('sketch/picture'),
  model('openai/gpt-image', { summary: 'Sharp text' }),
  model('openai/old', { retired: true }),
  model('openai/hidden', { hidden: true }),
  model('replicate/veo', { media: 'video' }),
];
const providers = [provider('sketch', true), provider('openai', false), provider('replicate', false)];

const found = (query: string, media: 'image' | 'video' | null = null) =>
  searchModels(models, providers, query, media).flatMap((group) => group.models.map((entry) => entry.name));

test('hidden and retired models are not offered', () => {
  expect(found('')).toEqual(['picture', 'gpt-image', 'veo']);
});

test('every word must occur somewhere', () => {
  expect(found('openai TEXT')).toEqual(['gpt-image']);
  expect(found('openai veo')).toEqual([]);
  expect(found('', 'video')).toEqual(['veo']);
});

test('the nearer the name, the further up, whatever the provider', () => {
  const listed = [
    model('openai/gpt-image', { name: 'GPT Image', summary: 'Better than Veo' }),
    model('openai/image-veo', { name: 'Image Veo' }),
    model('replicate/veo-fast', { name: 'Veo Fast' }),
    model('replicate/veo', { name: 'Veo' }),
  ];
  const names = searchModels(listed, providers, 'veo', null).map((group) =>
    group.models.map((entry) => entry.name),
  );
  expect(names).toEqual([
    ['Veo', 'Veo Fast'],
    ['Image Veo', 'GPT Image'],
  ]);
});

test('the first model is the last used, else one that works', () => {
  expect(firstModel(models, providers, 'replicate/veo')?.name).toBe('veo');
  expect(firstModel(models, providers, 'openai/old')?.name).toBe('picture');
  const withKey = [provider('sketch', true), provider('openai', true)];
  expect(firstModel(models, withKey, null)?.name).toBe('gpt-image');
});

test('retirement within two months is soon', () => {
  const now = Date.parse('2026-11-23');
  expect(retiresSoon(model('openai/a', { retiresOn: '2026-12-24' }), now)).toBe(true);
  expect(retiresSoon(model('openai/a', { retiresOn: '2027-06-01' }), now)).toBe(false);
  expect(retiresSoon(model('openai/a'), now)).toBe(false);
});
