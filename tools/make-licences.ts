// `node tools/run.mjs tools/make-licences.ts`: writes resources/licences.json, which About shows.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isNativePart, shippedPackages, type ShippedPackage } from './licences/shipped-packages.ts';

const root = join(import.meta.dirname, '..');

type Licence = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
};

/** Every shipped package with its licence in full. Throws for one whose text is nowhere to be found. */
export function collectLicences(): readonly Licence[] {
  return shippedPackages(root).map((shipped) => {
    const { name, version, licence } = shipped;
    return { name, version, licence, text: textOf(shipped) };
  });
}

/** From the package itself; else the standard texts of its licences. */
function textOf({ name, licence, folder }: ShippedPackage): string {
  // Native parts for each system are packages of their own, of which only this machine's are here.
  const own = isNativePart(name) ? null : ownText(join(root, folder));
  if (own !== null) return own;
  const parts = licence.replace(/[()]/g, '').split(/\s+(?:AND|OR)\s+/);
  return parts.map((part) => standardText(part, name, folder)).join('\n\n');
}

function standardText(licence: string, name: string, folder: string): string {
  if (isNativePart(name) && licence === 'Apache-2.0') return ownText(join(root, 'node_modules/sharp')) ?? '';
  const file = join(import.meta.dirname, 'licences/texts', `${licence}.txt`);
  if (!existsSync(file)) throw new Error(`${name} has no licence text. Add ${file}.`);
  return readFileSync(file, 'utf8')
    .trim()
    .replace('{holder}', holderOf(folder) ?? `the authors of ${name}`);
}

/** Whom its `package.json` names. */
function holderOf(folder: string): string | null {
  const file = join(root, folder, 'package.json');
  if (!existsSync(file)) return null;
  const named = z.object({ author: z.union([z.string(), z.object({ name: z.string() })]) });
  const { data } = named.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  const author = typeof data?.author === 'string' ? data.author : data?.author.name;
  return author?.replace(/\s*[<(].*$/, '') || null;
}

function ownText(folder: string): string | null {
  if (!existsSync(folder)) return null;
  const file = readdirSync(folder).find((name) => /^(?:licen[cs]e|copying)(?:[.-]|$)/i.test(name));
  return file === undefined ? null : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
}

if (import.meta.main) {
  const licences = collectLicences();
  writeFileSync(join(root, 'resources/licences.json'), `${JSON.stringify(licences, null, 1)}\n`);
  console.log(`${licences.length} packages`);
}
