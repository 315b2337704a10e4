import type { CreationRepository } from '../library/creation-repository.ts';
import type { ImportRepository } from './import-repository.ts';
import type { Intake } from './intake-client.ts';
import { SourceError } from './intake-task.ts';

/**
 * Reads the recipe beside a picture that came into the library before it, and gives it to the creation that has these
 * bytes. One that has a recipe keeps it.
 * @param known the creation; undefined: it is found by the picture's bytes
 * @returns the creation; null: there was nothing to learn
 */
export async function learnRecipe(
  picture: string,
  known: number | undefined,
  deps: {
    readonly imports: ImportRepository;
    readonly creations: CreationRepository;
    readonly intake: Intake;
  },
  signal: AbortSignal,
): Promise<number | null> {
  const { imports, creations, intake } = deps;
  const sha256 = known === undefined ? null : (creations.originalOf(known)?.sha256 ?? null);
  const described = await intake
    .run({ kind: 'describe', picture, sha256 }, signal)
    .catch((error: unknown) => {
      // The picture went away: nobody needs its recipe.
      if (error instanceof SourceError) return null;
      throw error;
    });
  const id = described && (known ?? imports.findSame(Buffer.from(described.sha256))?.id);
  if (!id) return null;
  return imports.together(() => {
    const modelKey = imports.describeJob(id, described.recipe, described.modelName);
    if (modelKey === null) return null;
    creations.describe(id, modelKey, described.recipe);
    return id;
  });
}
