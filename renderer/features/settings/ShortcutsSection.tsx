import { text } from '../../app/messages.ts';
import { areaOf, conflictsOf } from '../../app/chords.ts';
import { updateSettings, useSettings } from '../../app/settings.ts';
import { inOrder, useActions, type KnownAction } from '../../app/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import { confirm } from '../../ui/confirm.ts';
import { groupBy } from '../../ui/group-by.ts';
import { Card, Section } from './Section.tsx';
import { ShortcutRow } from './ShortcutRow.tsx';
import styles from './ShortcutsSection.module.css';

const words = text.settings;

export function ShortcutsSection() {
  const known = useActions((state) => state.known);
  const own = useSettings((settings) => settings.shortcuts);
  const actions = inOrder(known).map((action) => ({
    ...action,
    inForce: own[action.id] ?? action.keys,
  }));
  const conflicts = conflictsOf(
    actions.map(({ id, inForce, keys }) => ({ id, keys: inForce, standard: keys })),
  );
  const labelOf = (id: string) => known.get(id)?.label ?? id;
  const change = (action: KnownAction, keys: string) =>
    void updateSettings({ shortcuts: withKeys(own, action, keys) });

  return (
    <Section
      title={words.sections.shortcuts}
      lead={words.shortcutsLead}
      actions={
        <Button disabled={Object.keys(own).length === 0} onClick={() => void resetAll()}>
          {words.resetAll}
        </Button>
      }
    >
      {groupBy(actions, (action) => text.frame.area(areaOf(action.id))).map(([area, members]) => (
        <section key={area} className={styles.group} aria-label={area}>
          <h3 className={styles.heading}>{area}</h3>
          <Card>
            <ul>
              {members.map((action) => (
                <ShortcutRow
                  key={action.id}
                  action={action}
                  keys={action.inForce}
                  rivals={(conflicts.get(action.id) ?? []).map(labelOf)}
                  onChange={(keys) => change(action, keys)}
                />
              ))}
            </ul>
          </Card>
        </section>
      ))}
    </Section>
  );
}

/** Keys equal to the default are not kept, so that a better default can reach the person later. */
function withKeys(
  own: Readonly<Record<string, string>>,
  { id, keys: standard }: KnownAction,
  keys: string,
): Record<string, string> {
  const others = Object.fromEntries(Object.entries(own).filter(([other]) => other !== id));
  return keys === standard ? others : { ...others, [id]: keys };
}

async function resetAll(): Promise<void> {
  const confirmed = await confirm({ title: words.resetAllTitle, confirmLabel: words.resetAll });
  if (confirmed) await updateSettings({ shortcuts: {} });
}
