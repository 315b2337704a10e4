import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Lineage } from '../../../shared/domain/lineage.ts';
import { text } from '../../app/messages.ts';
import { layOutLineage, type PlacedRelative, tileSize, tileTowards } from './lineage-layout.ts';
import styles from './LineageGraph.module.css';
import { RelativeTile } from './RelativeTile.tsx';

type Props = { readonly id: number; readonly lineage: Lineage };

/** The family as columns of pictures, joined by lines. One stop for Tab; arrows move within. */
export function LineageGraph({ id, lineage }: Props) {
  const layout = useMemo(() => layOutLineage(id, lineage), [id, lineage]);
  const [focused, setFocused] = useState(id);
  const [pointed, setPointed] = useState<number | null>(null);
  const tiles = useRef(new Map<number, HTMLAnchorElement>());
  const stop = layout.tiles.some((tile) => tile.id === focused) ? focused : id;
  const looked = pointed ?? (stop === id ? null : stop);

  useLayoutEffect(() => {
    const tile = tiles.current.get(id);
    tile?.scrollIntoView({ block: 'center', inline: 'center' });
    // Arrow keys work at once; what else has the focus keeps it.
    if (document.activeElement === document.body) tile?.focus({ preventScroll: true });
  }, [id]);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.key === 'Home' ? id : tileTowards(layout.tiles, stop, event.key);
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    tiles.current.get(next)?.focus();
  };

  return (
    <div className={styles.scroll}>
      <div
        role="group"
        aria-label={text.lineage.graph}
        className={styles.graph}
        style={{ width: layout.width, height: layout.height }}
        onKeyDown={onKeyDown}
      >
        <svg className={styles.lines} width={layout.width} height={layout.height} aria-hidden="true">
          {layout.lines
            .filter(({ quietUntil }) => quietUntil === null || quietUntil === looked)
            .map(({ parent, child, path }) => (
              <path
                key={`${parent} ${child}`}
                d={path}
                className={looked === parent || looked === child ? styles.looked : undefined}
              />
            ))}
        </svg>
        {layout.columns.map(({ generation, x, width }) => (
          <section key={generation} aria-label={text.lineage.generation(generation)}>
            <h2 className={styles.heading} style={{ left: x, width: Math.max(width, tileSize.width) }}>
              {text.lineage.generation(generation)}
            </h2>
            <ul className={styles.list}>
              {layout.tiles
                .filter((tile) => tile.generation === generation)
                .map((tile) => (
                  <li
                    key={tile.id}
                    className={styles.place}
                    style={{ left: tile.x, top: tile.y }}
                    onFocus={() => setFocused(tile.id)}
                    onPointerEnter={() => setPointed(tile.id)}
                    onPointerLeave={() => setPointed(null)}
                  >
                    <RelativeTile
                      relative={tile}
                      caption={captionOf(tile)}
                      isCurrent={tile.id === id}
                      tabIndex={tile.id === stop ? 0 : -1}
                      ref={(element) => {
                        if (element) tiles.current.set(tile.id, element);
                        return () => void tiles.current.delete(tile.id);
                      }}
                    />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

function captionOf({ relations }: PlacedRelative): string {
  return relations.map((relation) => text.lineage.to[relation]).join(' · ');
}
