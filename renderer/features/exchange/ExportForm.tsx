import { creationFlag } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { hasFlag, indexOfId } from '../library/library-index.ts';
import { useLibrary } from '../library/store.ts';
import { hasQuality, imageFormats, recipeNote, videoFormats } from './export-form.ts';
import { changeOptions, useExport } from './export-store.ts';
import styles from './ExportForm.module.css';
import { NameField } from './NameField.tsx';

const words = text.exchange.export;

/** How the files are to be called and what is to be in them. */
export function ExportForm({ ids }: { readonly ids: readonly number[] }) {
  const options = useExport((state) => state.options);
  const kinds = useKinds(ids);
  const note = recipeNote(options, kinds);
  return (
    <div className={styles.form}>
      <NameField ids={ids} options={options} />
      <div className={styles.formats}>
        {kinds.images ? (
          <Select
            label={words.images}
            value={options.images}
            onChange={(images) => changeOptions({ images })}
            options={imageFormats.map((value) => ({ value, label: words.imageFormats[value] }))}
          />
        ) : null}
        {kinds.videos ? (
          <Select
            label={words.videos}
            value={options.videos}
            onChange={(videos) => changeOptions({ videos })}
            options={videoFormats.map((value) => ({ value, label: words.videoFormats[value] }))}
          />
        ) : null}
        {kinds.images && hasQuality(options) ? (
          <Slider
            label={words.quality}
            value={options.quality}
            min={1}
            max={100}
            step={1}
            onChange={(quality) => changeOptions({ quality })}
            format={String}
          />
        ) : null}
      </div>
      <div className={styles.recipe}>
        {note === 'original' ? null : (
          <div className={styles.line}>
            <span>{words.recipe}</span>
            <SegmentedControl
              label={words.recipe}
              value={options.recipe}
              onChange={(recipe) => changeOptions({ recipe })}
              options={[
                { value: 'embed', label: words.embed },
                { value: 'strip', label: words.strip },
              ]}
            />
          </div>
        )}
        <p className={styles.hint}>
          {words.recipeHint[note]}
          {note === 'original' ? '' : ` ${words.credentialsLost}`}
        </p>
      </div>
      <Switch
        label={words.sidecar}
        hint={words.sidecarHint}
        checked={options.sidecar}
        onChange={(sidecar) => changeOptions({ sidecar })}
      />
      <Switch
        label={words.zip}
        hint={words.zipHint}
        checked={options.zip}
        onChange={(zip) => changeOptions({ zip })}
      />
    </div>
  );
}

/** Which media are among them; both where the current query does not know. */
function useKinds(ids: readonly number[]): { readonly images: boolean; readonly videos: boolean } {
  const index = useLibrary((state) => state.index);
  const kinds = { images: false, videos: false };
  for (const id of ids) {
    const item = index ? indexOfId(index.ids, id) : -1;
    if (!index || item === -1) return { images: true, videos: true };
    if (hasFlag(index, item, creationFlag.video)) kinds.videos = true;
    else kinds.images = true;
  }
  return kinds;
}
