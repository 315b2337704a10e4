/** Stands for a library that could not be installed: the bench opens only our own grid then. */
export const useVirtualizer = undefined;
export const VList = undefined;
