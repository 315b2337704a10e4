import { type ReactNode, useState } from 'react';
import { text } from '../../app/messages.ts';
import { updateSettings, useSettings } from '../../app/settings.ts';
import { PanelResizer } from '../../ui/PanelResizer.tsx';
import styles from './DetailsPane.module.css';

const widths = { min: 240, max: 640 };

/** The pane at the viewer's end; its width is remembered. */
export function ResizablePane({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const remembered = useSettings((settings) => settings.detailsWidth);
  const [dragged, setDragged] = useState<number | null>(null);
  const width = dragged ?? remembered;
  return (
    <>
      <PanelResizer
        label={text.viewer.resizeDetails}
        value={width}
        {...widths}
        panel="after"
        onChange={setDragged}
        onCommit={(detailsWidth) => void updateSettings({ detailsWidth })}
      />
      <aside className={styles.pane} style={{ width }} aria-label={label} tabIndex={-1}>
        {children}
      </aside>
    </>
  );
}
