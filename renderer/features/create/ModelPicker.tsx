import { ChevronsUpDown, Clapperboard, ImageIcon } from 'lucide-react';
import { useState } from 'react';
import type { ListedModel } from '../../../shared/domain/model.ts';
import type { ProviderStatus } from '../../../shared/domain/provider.ts';
import { text } from '../../app/messages.ts';
import { useAction } from '../../app/shortcuts.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ModelList } from './ModelList.tsx';
import styles from './ModelPicker.module.css';
import { chooseModel } from './store.ts';
import { listPriceWords } from './words.ts';

const words = text.create;

type Props = { readonly model: ListedModel; readonly provider: ProviderStatus | undefined };

export function ModelPicker({ model, provider }: Props) {
  const [open, setOpen] = useState(false);
  useAction({
    id: 'create.choose-model',
    label: words.chooseModel,
    keys: 'Mod+Shift+M',
    run: () => setOpen(true),
  });
  const Icon = model.media === 'video' ? Clapperboard : ImageIcon;
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-label={[`${words.model}: ${model.name}`, model.ai ? null : words.procedural]
          .filter(Boolean)
          .join(', ')}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span className={styles.icon}>
          <Icon size={16} aria-hidden="true" />
        </span>
        <span className={styles.words}>
          <span className={styles.name}>{model.name}</span>
          <span className={styles.detail}>
            {[model.ai ? provider?.name : null, listPriceWords(model)].filter(Boolean).join(' · ')}
          </span>
        </span>
        {model.ai ? null : <Chip>{words.procedural}</Chip>}
        <ChevronsUpDown size={14} aria-hidden="true" />
      </button>
      <Dialog title={words.chooseModel} size="medium" open={open} onClose={() => setOpen(false)}>
        <ModelList
          chosen={model}
          onChoose={(next) => {
            setOpen(false);
            if (next.id !== model.id) chooseModel(next);
          }}
        />
      </Dialog>
    </>
  );
}
