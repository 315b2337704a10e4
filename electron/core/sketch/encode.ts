import * as h264 from 'h264-mp4-encoder';

// The package is CommonJS: Node puts its exports on `default`, its types and bundlers on the namespace.
const { createH264MP4Encoder } = hasDefault(h264) ? h264.default : h264;

/** RGB bytes to PNG. `sharp` is loaded at the first call: loading it takes 30 ms. */
export async function encodePng(rgb: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 7 })
    .toBuffer();
  // A copy with a buffer of its own: Node's small buffers share a pool, which cannot be transferred.
  return new Uint8Array(png);
}

interface ClipWriter {
  readonly add: (rgb: Uint8Array) => void;
  /** Ends the clip and answers the whole MP4. */
  readonly finish: () => Uint8Array;
}

interface ClipFormat {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Smaller is better and larger: 10…51. At this one grain and ribbons of ink stay clear of blocks. */
const QUANTISER = 28;

/** An H.264 MP4 written frame by frame in memory. Width and height must be even. */
export async function createClipWriter({ width, height, framesPerSecond }: ClipFormat): Promise<ClipWriter> {
  const encoder = await createH264MP4Encoder();
  encoder.width = width;
  encoder.height = height;
  encoder.frameRate = framesPerSecond;
  encoder.quantizationParameter = QUANTISER;
  encoder.groupOfPictures = framesPerSecond;
  encoder.speed = 5;
  encoder.initialize();
  const rgba = new Uint8Array(width * height * 4).fill(255);
  return {
    add: (rgb) => {
      for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
        rgba[to] = rgb[from] ?? 0;
        rgba[to + 1] = rgb[from + 1] ?? 0;
        rgba[to + 2] = rgb[from + 2] ?? 0;
      }
      encoder.addFrameRgba(rgba);
    },
    finish: () => {
      encoder.finalize();
      const mp4 = new Uint8Array(encoder.FS.readFile(encoder.outputFilename));
      // The file system is shared by all encoders of this process and lives in memory.
      encoder.FS.unlink(encoder.outputFilename);
      encoder.delete();
      return mp4;
    },
  };
}

function hasDefault(module: object): module is { readonly default: typeof h264 } {
  return 'default' in module;
}
