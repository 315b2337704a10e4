import { open } from 'node:fs/promises';
import { err, ok, type Result } from '../../../shared/result.ts';
import { refuseDrawing } from './drawing-text.ts';
import { formatOfMime, kindOfFormat, type MediaFormat } from './formats.ts';

/** Pictures of more pixels are not decoded: 300 million is a 17,000 px square, about 1.2 GB in memory. */
export const maxPixels = 300_000_000;

export type Inspected = {
  readonly format: MediaFormat;
  readonly media: 'image' | 'video';
  /** Size as shown, after any rotation the file asks for. */
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
};

/**
 * Tells what a file is by its bytes, never by its name or by what a server called it.
 * @returns the reason, in words, when it is nothing the library can keep
 */
export async function inspectFile(path: string): Promise<Result<Inspected, string>> {
  const format = await formatOf(path);
  if (!format) return err(await describeUnknown(path));
  return kindOfFormat(format) === 'video' ? inspectVideo(path, format) : inspectImage(path, format);
}

/** How a drawing begins; what else holds one, such as a page, is not one. */
const drawingStart = /^\ufeff?\s*<(?:svg[\s>/]|\?xml|!--|!doctype\s+svg)/i;

async function formatOf(path: string): Promise<MediaFormat | undefined> {
  // With the first file: a start looks at none.
  const { fileTypeFromFile } = await import('file-type');
  const sniffed = await fileTypeFromFile(path);
  if (sniffed?.mime === 'application/xml' || !sniffed) return isDrawing(await head(path)) ? 'svg' : undefined;
  if (sniffed.mime === 'video/x-m4v') return 'mp4';
  if (sniffed.mime === 'image/apng') return 'png';
  return formatOfMime(sniffed.mime);
}

const isDrawing = (start: string) => drawingStart.test(start) && start.includes('<svg');

async function head(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function describeUnknown(path: string): Promise<string> {
  const start = await head(path);
  if (start === '') return 'It is empty.';
  if (/^\s*<(?:!doctype\s+html|html)/i.test(start)) return 'It is a web page.';
  if (/^\s*[{[]/.test(start)) return 'It is text (JSON).';
  return 'It is not a known picture or video format.';
}

async function inspectImage(path: string, format: MediaFormat): Promise<Result<Inspected, string>> {
  const refused = format === 'svg' ? await refuseDrawing(path) : null;
  if (refused !== null) return err(refused);
  const { default: sharp } = await import('sharp');
  try {
    const found = await sharp(path, { limitInputPixels: false }).metadata();
    const { width, height } = found.autoOrient;
    if (width * height > maxPixels) {
      return err(`It has ${Math.round((width * height) / 1e6)} megapixels; the most is ${maxPixels / 1e6}.`);
    }
    if (width > 65_535 || height > 65_535)
      return err(`It is ${width} × ${height}; the longest side is 65,535.`);
    return ok({ format, media: 'image', width, height, durationMs: null });
  } catch (error) {
    return err(`It is damaged: ${firstLine(error)}`);
  }
}

async function inspectVideo(path: string, format: MediaFormat): Promise<Result<Inspected, string>> {
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) return err('It holds no video.');
    const seconds = await input.computeDuration();
    return ok({
      format,
      media: 'video',
      width: track.displayWidth,
      height: track.displayHeight,
      durationMs: Math.round(seconds * 1000),
    });
  } catch (error) {
    return err(`It is damaged: ${firstLine(error)}`);
  } finally {
    input.dispose();
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
