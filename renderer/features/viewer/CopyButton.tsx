import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { text } from '../../app/messages.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { toast } from '../../ui/toasts.ts';

const thanksMs = 1600;

/** Puts a text on the clipboard and shows, where it was pressed, that it did. */
export function CopyButton({ label, value }: { readonly label: string; readonly value: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), thanksMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      toast({ text: text.viewer.copyFailed, kind: 'error' });
    }
  };
  return (
    <IconButton
      size="small"
      label={copied ? text.viewer.copied : label}
      icon={copied ? <Check size={13} /> : <Copy size={13} />}
      onClick={() => void copy()}
    />
  );
}
