import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { lockLibrary } from '../electron/core/db/lock.ts';
import { tempFolder } from './support/temp-folder.ts';

const root = join(import.meta.dirname, '..');

/** Runs `npm run generate` as a person would, with a data folder of its own. */
async function generate(data: string, ...args: string[]) {
  const child = spawn(process.execPath, [join(root, 'electron/cli.ts'), ...args, '--data', data], {
    cwd: root,
    env: { ...process.env, OPENAI_API_KEY: '', REPLICATE_API_TOKEN: '' },
  });
  let out = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out: out.trim(), errors: errors.trim() };
}

const line = z.object({
  state: z.string(),
  note: z.string().nullable(),
  files: z.array(z.object({ path: z.string(), width: z.number(), height: z.number(), seed: z.number() })),
});

test('a picture: made, kept, copied, and the same again by its seed', async () => {
  const data = tempFolder();
  const out = join(tempFolder(), 'made');
  const first = await generate(
    data,
    'a lighthouse at dusk',
    '--seed',
    '7',
    '--size',
    '832x1216',
    '--out',
    out,
  );
  expect(first).toMatchObject({ code: 0 });
  expect(first.errors).toContain('lighthouse');
  expect(readdirSync(out)).toHaveLength(1);
  expect(await sharp(first.out).metadata()).toMatchObject({ format: 'png', width: 832, height: 1216 });
  const second = await generate(data, 'a lighthouse at dusk', '--seed', '7', '--size', '832x1216', '--json');
  const [file] = line.parse(JSON.parse(second.out)).files;
  expect(readFileSync(file!.path).equals(readFileSync(first.out))).toBe(true);
});

test('a clip', async () => {
  const made = await generate(tempFolder(), 'waves at night', '--video', '--param', 'seconds=2', '--json');
  const parsed = line.parse(JSON.parse(made.out));
  expect(parsed).toMatchObject({ state: 'done', files: [{ width: 768, height: 432 }] });
  expect(readFileSync(parsed.files[0]!.path).subarray(4, 8).toString()).toBe('ftyp');
});

test('a batch from CSV and from JSON Lines', async () => {
  const data = tempFolder();
  const csv = join(data, 'batch.csv');
  writeFileSync(csv, 'prompt,seed,size\n"sunset, sea",1,1024x1024\nمنارة,2,\n');
  const many = await generate(data, '--batch', csv, '--json');
  expect(many.code).toBe(0);
  expect(many.out.split('\n').map((row) => line.parse(JSON.parse(row)).files[0]!.seed)).toEqual([1, 2]);
  const jsonl = join(data, 'batch.jsonl');
  writeFileSync(jsonl, '{"prompt":"forest"}\n{"prompt":"city","seed":"x"}\n');
  const wrong = await generate(data, '--batch', jsonl);
  expect(wrong.code).toBe(2);
  expect(wrong.errors).toContain('Line 2');
});

test.each([
  [['']],
  [['x', '--size', '10x10']],
  [['x', '--count', '0']],
  [['x', '--model', 'nobody/knows']],
  [['x', '--model', 'openai/dall-e-3']],
  [['x', '--param', 'nope=1']],
  [['x', '--nope']],
  [['--batch', '/nowhere.csv']],
  [['x'.repeat(100_000)]],
])('a wrong command exits 2 with one plain sentence: %#', async (args) => {
  const { code, out, errors } = await generate(tempFolder(), ...args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(errors).not.toMatch(/\bat .*\.ts:\d+/);
  expect(errors.length).toBeGreaterThan(10);
  expect(errors.length).toBeLessThan(600);
});

test('a provider without a key fails the job, exits 1 and says what to do', async () => {
  const { code, errors } = await generate(tempFolder(), 'x', '--model', 'openai/gpt-image-2');
  expect(code).toBe(1);
  expect(errors).toContain('Prompts are sent to OpenAI');
  expect(errors).toContain('Not charged');
});

test('control characters, emoji and right-to-left text are only text', async () => {
  const { code, errors } = await generate(
    tempFolder(),
    '\u202eevil\u0007 🦊 منظر sunset',
    '--param',
    'size=832x1216',
  );
  expect({ code, errors: errors.split('\n').at(-1) }).toMatchObject({ code: 0 });
});

test('a library that is open elsewhere is left alone', async () => {
  const data = tempFolder();
  const unlock = lockLibrary(join(data, 'library.lock'));
  const { code, errors } = await generate(data, 'x');
  unlock?.();
  expect(code).toBe(1);
  expect(errors).toContain('open in another studio');
  expect(existsSync(join(data, 'library.sqlite'))).toBe(false);
});

test('damaged settings and a damaged library are kept aside, and said', async () => {
  const data = tempFolder();
  writeFileSync(join(data, 'settings.json'), '{"theme":');
  const listed = await generate(data, '--list-models');
  expect(listed.code).toBe(0);
  expect(listed.out).toContain('sketch/picture');
  expect(listed.errors).toContain('damaged');
  const broken = tempFolder();
  const bytes = 'not a database '.repeat(500);
  writeFileSync(join(broken, 'library.sqlite'), bytes);
  const recovered = await generate(broken, '--list-models');
  expect(recovered.code).toBe(0);
  expect(recovered.errors).toContain('damaged');
  const kept = readdirSync(join(broken, 'damaged'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(kept).toContain(bytes);
});
