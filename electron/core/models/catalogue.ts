import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ModelEntry, modelEntry } from '../../../shared/domain/model.ts';

const catalogue = z.array(modelEntry).min(1);

/**
 * The models that ship with the studio, in the order the picker shows them: `models.json` in `resourcesFolder`.
 * Retired ones are among them, so that an old recipe can say what to use instead.
 *
 * @throws Error naming the file and each wrong field: a broken catalogue is a broken installation.
 */
export function loadCatalogue(resourcesFolder: string): readonly ModelEntry[] {
  const path = join(resourcesFolder, 'models.json');
  const parsed = catalogue.safeParse(readJson(path));
  if (!parsed.success) throw new Error(`${path} is not a model catalogue.\n${z.prettifyError(parsed.error)}`);
  refuseDuplicates(parsed.data, path);
  return parsed.data;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`The model catalogue ${path} cannot be read.`, { cause });
  }
}

/** Recipes name models by id: two of one id would make a recipe ambiguous. */
function refuseDuplicates(entries: readonly ModelEntry[], path: string): void {
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (seen.has(id)) throw new Error(`${path} lists ${id} twice.`);
    seen.add(id);
  }
}
