/** From a request that failed to the explanation of what it was for. */
import { CircleHelp } from 'lucide-react';
import { t } from '../messages/inspector.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import type { RequestRecord } from '../playground/state.ts';
import { nameInWords } from '../playground/words.ts';
import { Button } from '../ui/Button.tsx';
import { openPanel } from '../ui/panels.ts';
import { serviceOfRequest } from '../ui/requestTarget.ts';

export function ExplainLink({ record }: { record: RequestRecord }) {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const target = serviceOfRequest(record, objects) ?? record.start.traffic;
  const key = target !== null && objects.has(target) ? target : record.start.traffic;
  if (record.end === null || record.end.outcome === 'answered' || key === null || !objects.has(key))
    return null;
  return (
    <Button
      size="small"
      icon={CircleHelp}
      onClick={() =>
        void playground
          .dispatch({ type: 'select', keys: [key] }, 'inspector')
          .then(() => openPanel('inspector', { inspectorTab: 'object', explained: key }))
      }
    >
      {t('explain', { name: nameInWords(key) })}
    </Button>
  );
}
