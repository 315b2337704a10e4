/** Zoom and pan as numbers. Points and offsets are CSS px from the middle of the view; scale is CSS px per image px. */

export type Size = { readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };
/** `x` and `y`: where the picture's middle is. */
export type Zoom = { readonly scale: number; readonly x: number; readonly y: number };

/** One picture pixel never covers more than this many of the screen's. */
const largest = 16;
export const stepFactor = 1.25;

/** One pixel of the picture on one pixel of the screen. */
export function actualScale(pixelRatio: number): number {
  return 1 / pixelRatio;
}

/** As large as fits, but not larger than it is. */
export function fitScale(image: Size, view: Size, pixelRatio: number): number {
  const fits = Math.min(view.width / image.width, view.height / image.height);
  return Math.min(fits, actualScale(pixelRatio));
}

export function fitted(image: Size, view: Size, pixelRatio: number): Zoom {
  return { scale: fitScale(image, view, pixelRatio), x: 0, y: 0 };
}

/** Scales by `factor` so that what is under `at` stays under it. */
export function zoomAt(
  zoom: Zoom,
  factor: number,
  at: Point,
  image: Size,
  view: Size,
  pixelRatio: number,
): Zoom {
  const smallest = fitScale(image, view, pixelRatio);
  const wanted = zoom.scale * factor;
  const scale = Math.min(Math.max(wanted, smallest), Math.max(smallest, largest / pixelRatio));
  const ratio = scale / zoom.scale;
  return clampPan(
    { scale, x: at.x - (at.x - zoom.x) * ratio, y: at.y - (at.y - zoom.y) * ratio },
    image,
    view,
  );
}

export function panBy(zoom: Zoom, by: Point, image: Size, view: Size): Zoom {
  return clampPan({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, image, view);
}

/** No empty margin where there is picture left to show; centred along a side that fits. */
export function clampPan(zoom: Zoom, image: Size, view: Size): Zoom {
  const room = (side: number, available: number) => Math.max(0, (side * zoom.scale - available) / 2);
  const roomX = room(image.width, view.width);
  const roomY = room(image.height, view.height);
  return {
    scale: zoom.scale,
    x: Math.min(roomX, Math.max(-roomX, zoom.x)),
    y: Math.min(roomY, Math.max(-roomY, zoom.y)),
  };
}

/** Whether there is anything outside the view to pan to. */
export function isLarger(zoom: Zoom, image: Size, view: Size): boolean {
  return image.width * zoom.scale > view.width + 1 || image.height * zoom.scale > view.height + 1;
}
