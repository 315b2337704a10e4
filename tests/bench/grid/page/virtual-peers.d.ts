// What the bench uses of the peers, which are installed outside of the project when it runs.

declare module 'virtual:tanstack' {
  type Item = { readonly index: number; readonly start: number };
  export function useVirtualizer(options: {
    readonly count: number;
    readonly getScrollElement: () => HTMLElement | null;
    readonly estimateSize: (index: number) => number;
    readonly overscan: number;
  }): { readonly getVirtualItems: () => readonly Item[]; readonly getTotalSize: () => number };
}

declare module 'virtual:virtua' {
  import type { FunctionComponent, ReactElement } from 'react';
  export const VList: FunctionComponent<{
    readonly data: readonly number[];
    readonly itemSize?: number;
    readonly style: object;
    readonly children: (row: number) => ReactElement;
  }>;
}
