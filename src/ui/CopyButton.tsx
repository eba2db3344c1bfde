/** Copies a text and says so for a moment. */
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { t } from '../messages/ui.ts';
import { IconButton } from './Button.tsx';

interface CopyButtonProps {
  text: string;
  label?: string;
  className?: string | undefined;
}

export function CopyButton({ text, label, className }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  return (
    <IconButton
      label={isCopied ? t('copied') : (label ?? t('copyLine'))}
      icon={isCopied ? Check : Copy}
      iconSize={14}
      className={className}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
          setTimeout(() => setCopied(false), 1500);
        });
      }}
    />
  );
}
