import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';

/** One line of a batch. Other columns become parameters of the model. */
const batchLine = z
  .object({
    prompt: z.string().default(''),
    model: z.string().optional(),
    negative: z.string().optional(),
    count: z.coerce.number().int().min(1).max(100).optional(),
    seed: z.coerce.number().int().min(0).max(4_294_967_295).optional(),
    size: z.string().optional(),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean()]));
export type BatchLine = z.infer<typeof batchLine>;

/**
 * Reads a batch: CSV with a header line, or JSON Lines.
 * @param text the file's contents
 * @param name its name, which tells the two apart by `.csv`; otherwise the first character does
 * @returns all lines, or a sentence naming the first wrong one
 */
export function readBatch(text: string, name: string): Result<readonly BatchLine[], string> {
  const body = text.replace(/^\uFEFF/, '');
  const csv = /\.csv$/i.test(name) || !body.trimStart().startsWith('{');
  const rows = csv ? readCsv(body) : readJsonLines(body);
  if (!rows.ok) return rows;
  if (rows.value.length === 0) return err(`${name} holds no line to generate.`);
  const lines: BatchLine[] = [];
  for (const { line, value } of rows.value) {
    const parsed = batchLine.safeParse(value);
    if (!parsed.success)
      return err(`Line ${line} of ${name}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
    lines.push(parsed.data);
  }
  return ok(lines);
}

type Row = { readonly line: number; readonly value: unknown };

function readCsv(text: string): Result<readonly Row[], string> {
  try {
    const records: { record: Record<string, string>; info: { lines: number } }[] = parse(text, {
      columns: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    });
    return ok(
      records.map(({ record, info }) => ({
        line: info.lines,
        value: Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== '')),
      })),
    );
  } catch (error) {
    return err(`The CSV cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readJsonLines(text: string): Result<readonly Row[], string> {
  const rows: Row[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    try {
      rows.push({ line: index + 1, value: JSON.parse(line) });
    } catch {
      return err(`Line ${index + 1} is not JSON.`);
    }
  }
  return ok(rows);
}
