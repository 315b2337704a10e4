import { Slider as Base } from '@base-ui/react/slider';
import styles from './Slider.module.css';

type SliderProps = {
  readonly label: string;
  readonly hideLabel?: boolean | undefined;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Called once, when the drag ends. */
  readonly onCommit?: ((value: number) => void) | undefined;
  readonly min: number;
  readonly max: number;
  readonly step?: number | undefined;
  /** How the value is written and read out. */
  readonly format?: ((value: number) => string) | undefined;
  readonly disabled?: boolean | undefined;
};

export function Slider({
  label,
  hideLabel = false,
  value,
  onChange,
  onCommit,
  min,
  max,
  step = 1,
  format = String,
  disabled = false,
}: SliderProps) {
  return (
    <Base.Root
      className={styles.root}
      value={value}
      onValueChange={onChange}
      onValueCommitted={(next) => onCommit?.(next)}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      thumbAlignment="edge-client-only"
    >
      {hideLabel ? null : (
        <div className={styles.head}>
          <span aria-hidden="true">{label}</span>
          <span className={styles.value}>{format(value)}</span>
        </div>
      )}
      <Base.Control className={styles.control}>
        <Base.Track className={styles.track}>
          <Base.Indicator className={styles.indicator} />
          <Base.Thumb
            className={styles.thumb}
            getAriaLabel={() => label}
            getAriaValueText={(_, current) => format(current)}
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
