import styles from './Skeleton.module.css';

type SkeletonProps = {
  /** CSS lengths; a number is px. */
  readonly width?: number | string;
  readonly height?: number | string;
  readonly radius?: number | string;
};

/** Stands where something is still loading. Shown only after 150 ms, so that quick answers do not flash. */
export function Skeleton({ width = '100%', height = 16, radius = 6 }: SkeletonProps) {
  return (
    <span className={styles.skeleton} style={{ width, height, borderRadius: radius }} aria-hidden="true" />
  );
}
