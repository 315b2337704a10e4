import type { LibraryIndex } from '../../../../shared/domain/creation.ts';
import styles from '../../../../renderer/features/library/CreationGrid.module.css';
import { VirtualGrid } from '../../../../renderer/features/library/virtual-grid.ts';
import { rowHeight } from './library.ts';

/** The studio's own grid, as the library page stands it up. */
export async function mountOurs(root: HTMLElement, index: LibraryIndex): Promise<HTMLElement> {
  const scroller = document.createElement('div');
  scroller.className = styles['scroller'] ?? '';
  scroller.setAttribute('role', 'grid');
  root.append(scroller);
  const grid = new VirtualGrid(scroller, {
    words: (id) => ({ label: `Picture ${id}`, badge: '', missing: false, broken: null, noted: false }),
    rested: () => undefined,
    needsPoster: () => undefined,
  });
  grid.setRowHeight(rowHeight);
  grid.setIndex(index);
  return scroller;
}
