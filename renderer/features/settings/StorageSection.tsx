import { useEffect, useState } from 'react';
import type { StorageUse } from '../../../shared/contract.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { toast } from '../../ui/toasts.ts';
import { Card, Section, SettingRow } from './Section.tsx';
import { StorageBackups } from './StorageBackups.tsx';
import { StorageBar } from './StorageBar.tsx';
import { StorageCheckRow } from './StorageCheckRow.tsx';
import { StorageFolderRow } from './StorageFolderRow.tsx';
import { StorageOriginals } from './StorageOriginals.tsx';
import { TrashDaysRow } from './TrashDaysRow.tsx';
import { useTask } from './use-task.ts';
import { WatchedFolders } from './WatchedFolders.tsx';

const words = text.settings;

export function StorageSection() {
  const [use, setUse] = useState<StorageUse | null>(null);
  const [rebuilding, run] = useTask();

  useEffect(() => {
    const leaving = new AbortController();
    const load = async () => setUse(await request('storage.use', {}, { signal: leaving.signal }));
    void load();
    return () => leaving.abort();
  }, []);

  const rebuild = () =>
    run(async () => {
      const { removed } = await request('storage.rebuildThumbnails', {});
      toast({ kind: 'success', text: words.rebuilt(removed.toLocaleString('en')) });
      setUse(await request('storage.use', {}));
    });

  return (
    <Section title={words.sections.storage} lead={words.storageLead}>
      <Card>{use ? <StorageBar use={use} /> : <Skeleton height={112} radius={12} />}</Card>
      <Card>
        <StorageFolderRow />
      </Card>
      <StorageOriginals />
      <WatchedFolders />
      <StorageBackups />
      <Card>
        <StorageCheckRow />
        <TrashDaysRow />
        <SettingRow label={words.rebuild} hint={words.rebuildText}>
          <Button loading={rebuilding} onClick={rebuild}>
            {words.rebuild}
          </Button>
        </SettingRow>
      </Card>
    </Section>
  );
}
