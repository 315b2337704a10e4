import { ClipboardCopy } from 'lucide-react';
import type { Creation } from '../../../shared/domain/creation.ts';
import { varyInCreate } from '../../app/compose.ts';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { PaneHeading } from '../../ui/PaneHeading.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import type { PictureWork } from '../create/capability.ts';
import { startWork } from '../create/start-work.ts';
import { copyRecipe } from '../library/copy-recipe.ts';
import styles from './RecallButtons.module.css';

/** What can be made of a creation, and its recipe for other programs. Everything opens in Create; nothing is sent. */
export function WorkButtons({ creation }: { readonly creation: Creation }) {
  const words = text.viewer.work;
  const isPicture = creation.media === 'image' && creation.present;
  useAction({
    id: 'viewer.vary',
    label: words.vary,
    keys: 'V',
    run: () => varyInCreate(creation),
  });
  useAction({
    id: 'viewer.edit',
    label: words.edit,
    keys: 'E',
    enabled: isPicture,
    run: () => void startWork('edit', creation),
  });
  useAction({
    id: 'viewer.upscale',
    label: words.upscale,
    keys: 'Shift+U',
    enabled: isPicture,
    run: () => void startWork('upscale', creation),
  });
  useAction({
    id: 'viewer.animate',
    label: words.animate,
    keys: 'Shift+A',
    enabled: isPicture,
    run: () => void startWork('animate', creation),
  });
  useAction({
    id: 'viewer.copyRecipe',
    label: words.copyText,
    keys: 'Mod+Shift+C',
    run: () => void copyRecipe(creation.id, 'parameters'),
  });
  const works = [
    { work: 'edit', label: words.edit, keys: 'E' },
    { work: 'upscale', label: words.upscale, keys: 'Shift+U' },
    { work: 'animate', label: words.animate, keys: 'Shift+A' },
  ] as const satisfies readonly { work: PictureWork; label: string; keys: string }[];
  return (
    <section>
      <PaneHeading title={words.title} />
      <div className={styles.buttons}>
        <Tooltip text={words.varyHint} keys="V">
          <Button size="small" onClick={() => varyInCreate(creation)}>
            {words.vary}
          </Button>
        </Tooltip>
        {isPicture
          ? works.map(({ work, label, keys }) => (
              <Tooltip key={work} text={words.hints[work]} keys={keys}>
                <Button size="small" onClick={() => void startWork(work, creation)}>
                  {label}
                </Button>
              </Tooltip>
            ))
          : null}
        <Menu
          trigger={
            <Button size="small" variant="ghost">
              <ClipboardCopy size={14} aria-hidden="true" />
              {words.copy}
            </Button>
          }
          items={[
            {
              id: 'text',
              label: words.copyText,
              keys: 'Mod+Shift+C',
              onSelect: () => void copyRecipe(creation.id, 'parameters'),
            },
            { id: 'json', label: words.copyJson, onSelect: () => void copyRecipe(creation.id, 'json') },
          ]}
        />
      </div>
    </section>
  );
}
