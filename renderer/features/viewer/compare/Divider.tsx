import type { KeyboardEvent, PointerEvent } from 'react';
import { text } from '../../../app/messages.ts';
import styles from './CompareStage.module.css';

type Props = {
  /** Per cent of the stage, from the left. */
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
};

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -100,
  End: 100,
};

/** The line between two pictures: left of it is the left one. */
export function Divider({ value, onChange, onPointerDown, onPointerMove }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onChange(value + step * (event.shiftKey ? 10 : 1));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={text.viewer.compare.slider}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value)}
      aria-valuetext={text.viewer.compare.share(Math.round(value))}
      className={styles.divider}
      style={{ left: `${value}%` }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
    />
  );
}
