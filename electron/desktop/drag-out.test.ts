import type { Item, NativeImage } from 'electron';
import { expect, test } from 'vitest';
import { createDragOut } from './drag-out.ts';

function harness({ destroyed = false, closed = false } = {}) {
  const begun: Item[] = [];
  const page = { startDrag: (item: Item) => void begun.push(item), isDestroyed: () => destroyed };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Electron's own needs Electron
  const toImage = (png: Buffer) => ({ png, isEmpty: () => png.length === 0 }) as unknown as NativeImage;
  return { begun, dragOut: createDragOut(() => (closed ? undefined : page), toImage) };
}

const icon = Uint8Array.of(1, 2, 3);

test('all files are dragged at once, with the picture under the pointer', () => {
  const { begun, dragOut } = harness();
  expect(dragOut(['/a.png', '/b.mp4'], icon)).toBe(true);
  expect(begun).toMatchObject([
    { file: '/a.png', files: ['/a.png', '/b.mp4'], icon: { png: Buffer.from(icon) } },
  ]);
});

test('nothing begins without a window, a file or an icon: Electron would throw', () => {
  expect(harness({ closed: true }).dragOut(['/a.png'], icon)).toBe(false);
  expect(harness({ destroyed: true }).dragOut(['/a.png'], icon)).toBe(false);
  const { begun, dragOut } = harness();
  expect(dragOut([], icon)).toBe(false);
  expect(dragOut(['/a.png'], new Uint8Array())).toBe(false);
  expect(begun).toEqual([]);
});
