import type { NativeImage, WebContents } from 'electron';
import type { Shell } from '../core/ports.ts';

type DragSource = Pick<WebContents, 'startDrag' | 'isDestroyed'>;

/**
 * The system's drag of files out of the window. Electron wants the first file by itself too, and an icon that is not
 * empty, or it throws.
 * @param source the page in which the mouse button is held; undefined where no window is open
 */
export function createDragOut(
  source: () => DragSource | undefined,
  toImage: (png: Buffer) => NativeImage,
): Shell['dragOut'] {
  return (paths, icon) => {
    const page = source();
    const [file] = paths;
    const image = toImage(Buffer.from(icon));
    if (!page || page.isDestroyed() || file === undefined || image.isEmpty()) return false;
    page.startDrag({ file, files: [...paths], icon: image });
    return true;
  };
}
