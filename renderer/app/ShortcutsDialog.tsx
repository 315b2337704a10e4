import { navigate } from 'wouter/use-hash-location';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { groupBy } from '../ui/group-by.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { areaOf } from './chords.ts';
import { text } from './messages.ts';
import { inOrder, keysOf, useActions } from './shortcuts.ts';
import styles from './ShortcutsDialog.module.css';

type ShortcutsDialogProps = { readonly open: boolean; readonly onClose: () => void };

/** All actions that have keys, by the part of the studio they belong to. */
export function ShortcutsDialog({ open, onClose }: ShortcutsDialogProps) {
  const known = useActions((state) => state.known);
  const withKeys = inOrder(known).filter((action) => keysOf(action) !== '');
  const areas = groupBy(withKeys, (action) => text.frame.area(areaOf(action.id)));
  return (
    <Dialog
      title={text.frame.shortcuts}
      description={text.frame.shortcutsHint}
      size="large"
      reading
      open={open}
      onClose={onClose}
      footer={
        <Button
          onClick={() => {
            onClose();
            navigate('/settings/shortcuts');
          }}
        >
          {text.frame.changeShortcuts}
        </Button>
      }
    >
      <div className={styles.columns}>
        {areas.map(([area, actions]) => (
          <section key={area} className={styles.area}>
            <h3 className={styles.heading}>{area}</h3>
            <dl>
              {actions.map((action) => (
                <div key={action.id} className={styles.row}>
                  <dt>{action.label}</dt>
                  <dd>
                    <Kbd keys={keysOf(action)} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
