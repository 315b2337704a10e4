import { readFileSync } from 'node:fs';
import { strict } from '../not-offered.ts';

/** The bytes of a picture. Knows PNG's size; draws, scales and converts nothing. */
export class NativeImage {
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    // oxlint-disable-next-line no-constructor-return -- every holder must have the strict object
    return strict('nativeImage', this);
  }

  isEmpty(): boolean {
    return this.bytes.length === 0;
  }
  toPNG(): Buffer {
    if (!this.isEmpty() && !this.isPng())
      throw new Error('electron stand-in: toPNG of another format is not offered');
    return this.bytes;
  }
  toDataURL(): string {
    return `data:image/png;base64,${this.toPNG().toString('base64')}`;
  }
  /** In pixels; PNG only. */
  getSize(): { width: number; height: number } {
    if (this.isEmpty()) return { width: 0, height: 0 };
    if (!this.isPng()) throw new Error('electron stand-in: getSize of anything but PNG is not offered');
    return { width: this.bytes.readUInt32BE(16), height: this.bytes.readUInt32BE(20) };
  }
  setTemplateImage(): void {}

  private isPng(): boolean {
    return this.bytes.length > 24 && this.bytes.toString('latin1', 1, 4) === 'PNG';
  }
}

export const nativeImage = strict('nativeImage', {
  createEmpty: () => new NativeImage(Buffer.alloc(0)),
  createFromBuffer: (bytes: Buffer) => new NativeImage(bytes),
  createFromDataURL: (url: string) => new NativeImage(Buffer.from(url.split(',')[1] ?? '', 'base64')),
  /** As in Electron, a file that cannot be read gives an empty image. */
  createFromPath(path: string) {
    try {
      return new NativeImage(readFileSync(path));
    } catch {
      return nativeImage.createEmpty();
    }
  },
});
