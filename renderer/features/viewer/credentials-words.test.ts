import { expect, test } from 'vitest';
import { contentCredentials, type ContentCredentials } from '../../../shared/domain/credentials.ts';
import { stateOf, stepOf, summaryOf } from './credentials-words.ts';

const good: ContentCredentials = {
  title: null,
  generator: null,
  signer: { name: 'OpenAI', issuer: 'CA', validFrom: 0, validTo: 1 },
  actions: [],
  ingredients: [],
  source: 'ai',
  signature: 'intact',
  file: 'unchanged',
};

test('one line says who signed, how it was made, and whether that holds', () => {
  expect(summaryOf(good)).toBe('Signed by OpenAI · made with AI · signature intact');
  expect(summaryOf({ ...good, source: null, signer: null, file: 'changed' })).toBe(
    'Signer not known · file changed since',
  );
});

test('of signature and file the worse one counts: intact is only said when both are', () => {
  const { signature, file } = contentCredentials.shape;
  const said = signature.options.flatMap((sign) =>
    file.options.map((bytes) => `${sign} ${bytes}: ${stateOf({ ...good, signature: sign, file: bytes })}`),
  );
  expect(said.filter((line) => line.endsWith(': intact'))).toEqual(['intact unchanged: intact']);
  expect(said.filter((line) => line.startsWith('broken')).every((line) => line.endsWith('broken'))).toBe(
    true,
  );
  expect(stateOf({ ...good, file: 'unchecked' })).toBe('intactOnly');
});

test('steps in words; unknown ones as they are called', () => {
  expect(stepOf({ kind: 'c2pa.created', software: 'GPT Image' })).toBe('Created with GPT Image');
  expect(stepOf({ kind: 'com.example.glow', software: null })).toBe('com.example.glow');
  expect(stepOf({ kind: 'constructor', software: null })).toBe('constructor');
});
