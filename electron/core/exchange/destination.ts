import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nameKey, numbered } from '../../../shared/domain/file-name.ts';

/** A finished file on its way to its place. */
type Finished = {
  /** Where it lies now, inside the destination's `workFolder`; gone from there afterwards. */
  readonly path: string;
  /** Relative, `/` between folders, without ending: what it is to be called if that is free. */
  readonly name: string;
  readonly ending: string;
  /** Text of the sidecar for a file of that name; null: none. */
  readonly beside: ((file: string) => string) | null;
};

/** Where an export goes. */
export type Destination = {
  /** Files are made here before they get their names. */
  readonly workFolder: string;
  readonly accept: (file: Finished) => Promise<void>;
  /** All is in. */
  readonly finish: () => Promise<void>;
  /** No more comes; what must be whole to be of use is taken away. */
  readonly abandon: () => Promise<void>;
};

/** How often each name was given, so that ten thousand equal ones are not tried again from the first. */
export type TakenNames = Map<string, number>;

/** The first of `name`, `name (2)`, … that this export has not used, with capitals counted as equal. */
export function freeName(taken: TakenNames, name: string, ending: string): string {
  const given = nameKey(`${name}.${ending}`);
  for (let count = (taken.get(given) ?? 0) + 1; ; count += 1) {
    const path = `${numbered(name, count)}.${ending}`;
    const key = nameKey(path);
    if (count > 1 && taken.has(key)) continue;
    taken.set(given, count);
    if (count > 1) taken.set(key, 1);
    return path;
  }
}

/** A folder that may hold other things: nothing there is ever written over. */
export function createFolderDestination(folder: string): Destination {
  const taken: TakenNames = new Map();
  return {
    workFolder: folder,
    async accept({ path, name, ending, beside }) {
      await mkdir(join(folder, dirname(name)), { recursive: true });
      for (;;) {
        const target = join(folder, freeName(taken, name, ending));
        // The name is taken first, so that two writers never share one.
        if (!(await create(target, ''))) continue;
        try {
          if (beside && !(await create(`${target}.json`, beside(basename(target))))) {
            await rm(target, { force: true });
            continue;
          }
          await rename(path, target);
          return;
        } catch (error) {
          await rm(target, { force: true });
          throw error;
        }
      }
    },
    finish: async () => undefined,
    abandon: async () => undefined,
  };
}

/** False when there is such a file already. */
async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
