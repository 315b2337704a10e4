import { FileImage, FolderInput, ImagePlus } from 'lucide-react';
import { text } from '../../app/messages.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { pickImport } from './import-store.ts';

const words = text.exchange.import;

/** Brings files or a folder into the library. */
export function ImportMenu({ variant = 'secondary' }: { readonly variant?: 'secondary' | 'primary' }) {
  return (
    <Menu
      align="end"
      trigger={
        <Button variant={variant} icon={<ImagePlus size={15} aria-hidden="true" />}>
          {words.button}
        </Button>
      }
      items={[
        {
          id: 'files',
          label: words.files,
          icon: <FileImage aria-hidden="true" />,
          onSelect: () => void pickImport('files'),
        },
        {
          id: 'folder',
          label: words.folder,
          icon: <FolderInput aria-hidden="true" />,
          onSelect: () => void pickImport('folder'),
        },
      ]}
    />
  );
}
