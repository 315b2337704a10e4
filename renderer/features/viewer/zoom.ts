/** Zoom and pan as numbers. Points and offsets are CSS px from the middle of the view; scale is CSS px per image px. */

export type Size = { readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };
/** `x` and `y`: where the picture's middle is. */
export type Zoom = { readonly scale: number; readonly x: number; readonly y: number };
/** What is looked at, through what, and between which scales. */
export type Frame = {
  readonly image: Size;
  readonly view: Size;
  /** The scale at which it fits. */
  readonly smallest: number;
  readonly largest: number;
  /** The scale at which one pixel of the picture is one of the screen's. */
  readonly actual: number;
};

/** One picture pixel never covers more than this many of the screen's. */
const largestPixel = 16;
export const stepFactor = 1.25;
export const middle: Point = { x: 0, y: 0 };

/** As large as fits. */
export function containScale(image: Size, view: Size): number {
  return Math.min(view.width / image.width, view.height / image.height);
}

/** A picture by itself: fits, but is not enlarged for that, nor shown thinner than a pixel of the screen. */
export function frameOf(image: Size, view: Size, pixelRatio: number): Frame {
  const actual = 1 / pixelRatio;
  const thinnest = actual / Math.min(image.width, image.height);
  const smallest = Math.min(Math.max(containScale(image, view), thinnest), actual);
  return { image, view, smallest, largest: Math.max(smallest, largestPixel * actual), actual };
}

/**
 * Pictures of any sizes over each other, each as large as fits: at scale 1 the frame's px are the screen's. A picture
 * is shown at `containScale` times the frame's scale, so that two of one aspect cover each other exactly. Actual size
 * is that of the finest.
 */
export function sharedFrame(images: readonly Size[], view: Size, pixelRatio: number): Frame {
  const scales = images.map((image) => containScale(image, view));
  const side = (of: keyof Size) => Math.max(1, ...images.map((image, at) => image[of] * (scales[at] ?? 1)));
  const actual = 1 / (pixelRatio * Math.min(...scales));
  return {
    image: { width: side('width'), height: side('height') },
    view,
    smallest: 1,
    largest: Math.max(1, largestPixel * actual),
    actual,
  };
}

export function fitted({ smallest }: Frame): Zoom {
  return { scale: smallest, ...middle };
}

/** Scales by `factor` so that what is under `at` stays under it. */
export function zoomAt(zoom: Zoom, factor: number, at: Point, frame: Frame): Zoom {
  const scale = Math.min(Math.max(zoom.scale * factor, frame.smallest), frame.largest);
  const ratio = scale / zoom.scale;
  return clampPan({ scale, x: at.x - (at.x - zoom.x) * ratio, y: at.y - (at.y - zoom.y) * ratio }, frame);
}

export function panBy(zoom: Zoom, by: Point, frame: Frame): Zoom {
  return clampPan({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, frame);
}

/** No empty margin where there is picture left to show; centred along a side that fits. */
export function clampPan(zoom: Zoom, { image, view }: Frame): Zoom {
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
export function isLarger(zoom: Zoom, { image, view }: Frame): boolean {
  return image.width * zoom.scale > view.width + 1 || image.height * zoom.scale > view.height + 1;
}
