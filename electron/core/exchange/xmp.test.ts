import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EmbeddedRecipe } from '../../../shared/domain/exchange.ts';
import { readXmp, writeXmp } from './xmp.ts';

const document: EmbeddedRecipe = {
  v: 1,
  app: '1.0.0',
  provider: 'openai',
  model: 'openai/gpt-image-2',
  prompt: 'x',
  negative: '',
  seed: null,
  parameters: {},
  inputs: [],
  ai: true,
  original: null,
  createdAt: 1_790_000_000_000,
};

test('whatever the prompt, the recipe comes back, and the packet stays one element', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.toWellFormed());
  fc.assert(
    fc.property(texts, texts, (prompt, negative) => {
      const packet = writeXmp({ ...document, prompt, negative });
      expect(JSON.parse(readXmp(packet).recipe ?? '')).toMatchObject({ prompt, negative });
      expect(packet.match(/<rdf:Description /g)).toHaveLength(1);
      expect(packet.split('</rdf:RDF>')).toHaveLength(2);
    }),
  );
});

test('says how it was made, and nothing of what came from elsewhere', () => {
  const sketch = { ...document, provider: 'sketch', ai: false } as const;
  const edited = { ...document, inputs: [{ key: 'image', sha256: 'a'.repeat(64), mime: 'image/png' }] };
  expect(writeXmp(document)).toContain('/trainedAlgorithmicMedia"');
  expect(writeXmp(sketch)).toContain('/algorithmicMedia"');
  expect(writeXmp(edited)).toContain('/compositeWithTrainedAlgorithmicMedia"');
  expect(writeXmp({ ...document, provider: 'import' })).not.toContain('DigitalSourceType=');
});

test('reads the description of another program', () => {
  const packet = `<rdf:Description><dc:description><rdf:Alt><rdf:li xml:lang="x-default">boats &amp; &#x1F98A; &lt;b&gt;</rdf:li></rdf:Alt></dc:description></rdf:Description>`;
  expect(readXmp(packet)).toEqual({ recipe: null, description: 'boats & 🦊 <b>' });
});

test('broken packets hold nothing', () => {
  for (const packet of [
    '',
    '<dc:description>',
    'videopicai:recipe="',
    '<dc:description></dc:description>',
    '&#9999999;',
  ]) {
    expect(readXmp(packet)).toEqual({ recipe: null, description: null });
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => void readXmp(`<dc:description><rdf:li${text}`)),
  );
});
