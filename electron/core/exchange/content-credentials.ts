import type { MediaFormat } from '../media/formats.ts';
import { type ByteSource, withFile } from './byte-source.ts';
import { boxes, jpegSegments, pngChunks, riffChunks } from './containers.ts';

/** The `uuid` box of a C2PA manifest store (C2PA specification 2.1, "Embedding manifests into BMFF-based assets"). */
const manifestUuid = Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex');

/**
 * Whether a file carries content credentials: a signed C2PA manifest that says how it was made. Only their presence
 * is told; nothing checks the signature. The places are those of the C2PA specification 2.1, appendix A.
 */
export function carriesCredentials(path: string, format: MediaFormat): Promise<boolean> {
  return withFile(path, (source) => findManifest(source, format));
}

export async function findManifest(source: ByteSource, format: MediaFormat): Promise<boolean> {
  switch (format) {
    case 'png':
      for await (const chunk of pngChunks(source)) if (chunk.type === 'caBX') return true;
      return false;
    case 'jpg':
      for await (const segment of jpegSegments(source)) {
        // APP11, "JP", box instance, packet number, then a JUMBF superbox whose description begins with "c2pa".
        if (segment.type !== 'eb') continue;
        const start = await source.read(segment.offset, Math.min(segment.length, 64));
        if (start.toString('latin1', 0, 2) === 'JP' && start.includes('jumb') && start.includes('c2pa'))
          return true;
      }
      return false;
    case 'webp':
      for await (const chunk of riffChunks(source)) if (chunk.type === 'C2PA') return true;
      return false;
    case 'avif':
    case 'mp4':
    case 'mov':
      for await (const box of boxes(source)) {
        if (box.type === 'uuid' && (await source.read(box.offset, 16)).equals(manifestUuid)) return true;
      }
      return false;
    case 'gif':
    case 'svg':
    case 'webm':
      return false;
  }
}
