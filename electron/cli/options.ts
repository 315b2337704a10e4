import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../shared/result.ts';

export const usage = `Usage: npm run generate -- "a lighthouse at dusk" [options]

  --model ID         model to use (default sketch/picture, or sketch/clip with --video)
  --negative TEXT    what should not be in it
  --count N          how many outputs (default 1)
  --seed N           whole number from 0 to 4294967295; the same seed repeats a picture where the model can
  --size WxH         size, as the model offers it
  --param KEY=VALUE  any other parameter of the model; may be repeated
  --image FILE       picture for the model's first file input; may be repeated
  --video            a clip instead of a picture
  --out DIR          also copy the files there
  --batch FILE       many at once: CSV with a header, or one JSON object a line
  --json             one JSON object a line on standard output
  --list-models      what there is to choose from
  --data DIR         another data folder
  --help

Keys: OPENAI_API_KEY and REPLICATE_API_TOKEN in the environment.`;

export type CliOptions = {
  readonly prompt: string | null;
  readonly model: string | null;
  readonly negative: string;
  readonly count: number;
  readonly seed: number | null;
  readonly size: string | null;
  readonly params: Readonly<Record<string, string>>;
  readonly images: readonly string[];
  readonly video: boolean;
  readonly out: string | null;
  readonly batch: string | null;
  readonly json: boolean;
  readonly listModels: boolean;
  readonly data: string | null;
  readonly help: boolean;
};

/** @returns one sentence that says what is wrong with the command, or what it asks for */
export function parseOptions(args: readonly string[]): Result<CliOptions, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        negative: { type: 'string', default: '' },
        count: { type: 'string', default: '1' },
        seed: { type: 'string' },
        size: { type: 'string' },
        param: { type: 'string', multiple: true, default: [] },
        image: { type: 'string', multiple: true, default: [] },
        video: { type: 'boolean', default: false },
        out: { type: 'string' },
        batch: { type: 'string' },
        json: { type: 'boolean', default: false },
        'list-models': { type: 'boolean', default: false },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (positionals.length > 1) {
      return err(`One prompt at a time: put it in quotes. (Got ${positionals.length} words apart.)`);
    }
    const count = wholeNumber('--count', values.count, 1, 100);
    const seed = values.seed === undefined ? null : wholeNumber('--seed', values.seed, 0, 4_294_967_295);
    return ok({
      prompt: positionals[0] ?? null,
      model: values.model ?? null,
      negative: values.negative,
      count,
      seed,
      size: values.size ?? null,
      params: Object.fromEntries(values.param.map(keyAndValue)),
      images: values.image,
      video: values.video,
      out: values.out ?? null,
      batch: values.batch ?? null,
      json: values.json,
      listModels: values['list-models'],
      data: values.data ?? null,
      help: values.help,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return err(`${message.split('. ')[0]?.replace(/\.$/, '')}. --help shows what there is.`);
  }
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}

function keyAndValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--param takes KEY=VALUE, not "${text}".`);
  return [text.slice(0, at), text.slice(at + 1)];
}
