import { useState } from 'react';
import { text } from '../../app/messages.ts';
import { updateSettings, useSettings } from '../../app/settings.ts';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Slider } from '../../ui/Slider.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { Card, Section, SettingRow } from './Section.tsx';

const words = text.settings;

export function AppearanceSection() {
  const { theme, reducedMotion, gridRowHeight, notifications } = useSettings((settings) => settings);
  const [rowHeight, setRowHeight] = useState(gridRowHeight);
  return (
    <Section title={words.sections.appearance}>
      <Card>
        <SettingRow label={words.theme}>
          <SegmentedControl
            label={words.theme}
            value={theme}
            onChange={(next) => void updateSettings({ theme: next })}
            options={[
              { value: 'system', label: words.themes.system },
              { value: 'dark', label: words.themes.dark },
              { value: 'light', label: words.themes.light },
            ]}
          />
        </SettingRow>
        <SettingRow label={words.motion} hint={words.motionHint}>
          <SegmentedControl
            label={words.motion}
            value={reducedMotion}
            onChange={(next) => void updateSettings({ reducedMotion: next })}
            options={[
              { value: 'system', label: words.motions.system },
              { value: 'off', label: words.motions.off },
              { value: 'on', label: words.motions.on },
            ]}
          />
        </SettingRow>
        <SettingRow label={words.gridSize} hint={words.pixels(rowHeight)}>
          <Slider
            label={words.gridSize}
            hideLabel
            value={rowHeight}
            onChange={setRowHeight}
            onCommit={(next) => void updateSettings({ gridRowHeight: next })}
            min={96}
            max={480}
            step={4}
            format={words.pixels}
          />
        </SettingRow>
        <SettingRow label={words.notifications} hint={words.notificationsHint}>
          <Switch
            label={words.notifications}
            hideLabel
            checked={notifications}
            onChange={(next) => void updateSettings({ notifications: next })}
          />
        </SettingRow>
      </Card>
    </Section>
  );
}
