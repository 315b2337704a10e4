import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useId } from 'react';
import { classNames } from './class-names.ts';
import { Field, describedBy, fieldIds, type FieldProps } from './Field.tsx';
import fieldStyles from './field.module.css';
import { groupBy } from './group-by.ts';
import { usePopupHome } from './popup-home.ts';
import popup from './popup.module.css';
import styles from './Select.module.css';

type SelectOption<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string | undefined;
  /** Options of one group stand together under its name, in the order given. */
  readonly group?: string | undefined;
};

type SelectProps<Value extends string> = FieldProps & {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly SelectOption<Value>[];
  readonly disabled?: boolean | undefined;
};

export function Select<Value extends string>({
  value,
  onChange,
  options,
  disabled,
  ...field
}: SelectProps<Value>) {
  const ids = fieldIds(useId());
  const home = usePopupHome();
  return (
    <Field {...field} ids={ids}>
      <Base.Root
        items={options}
        value={value}
        onValueChange={(next) => {
          if (next !== null) onChange(next);
        }}
        disabled={disabled}
        modal={false}
      >
        <Base.Trigger
          id={ids.control}
          aria-label={field.label}
          aria-describedby={describedBy(field, ids)}
          className={classNames(fieldStyles.control, styles.trigger)}
        >
          <Base.Value className={styles.value} />
          <Base.Icon className={styles.icon}>
            <ChevronsUpDown size={14} aria-hidden="true" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal container={home}>
          <Base.Positioner
            positionMethod="fixed"
            className={popup.positioner}
            alignItemWithTrigger={false}
            sideOffset={4}
            collisionPadding={8}
          >
            <Base.Popup className={classNames(popup.popup, styles.popup)}>
              <Base.List>
                {groupBy(options, (option) => option.group).map(([group, members]) => (
                  <Base.Group key={group ?? ''}>
                    {group ? <Base.GroupLabel className={popup.groupLabel}>{group}</Base.GroupLabel> : null}
                    {members.map((option) => (
                      <Base.Item key={option.value} value={option.value} className={popup.item}>
                        <Base.ItemText className={popup.grow}>{option.label}</Base.ItemText>
                        {option.detail ? <span className={popup.detail}>{option.detail}</span> : null}
                        <span className={styles.check}>
                          <Base.ItemIndicator>
                            <Check aria-hidden="true" />
                          </Base.ItemIndicator>
                        </span>
                      </Base.Item>
                    ))}
                  </Base.Group>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  );
}
