/** What others need of an open window. */
export interface OpenWindow {
  close(): void;
  destroy(): void;
  isDestroyed(): boolean;
}

/** The open windows, oldest first. */
export const openWindows = new Set<OpenWindow>();
