/** Which try a followed request is, and the way to the tries before and after it. */
import { t } from '../messages/inspector.ts';
import { usePlaygroundState } from '../playground/react.ts';
import type { RequestRecord } from '../playground/state.ts';
import { rich } from '../ui/rich.ts';
import { FollowRequest } from './HttpLine.tsx';
import styles from './Packet.module.css';

/** `Try 2 of the same request. First try: request 12. Next try: request 19.`; nothing for what was tried once. */
export function Tries({ record: { start, end } }: { record: RequestRecord }) {
  const first = start.firstTry ?? start.requestId;
  const number = start.attempt ?? 1;
  const isTriedAgain = end?.isTriedAgain === true;
  const next = usePlaygroundState((state) =>
    isTriedAgain
      ? state.requests.find(({ start: other }) => other.firstTry === first && other.attempt === number + 1)
          ?.start.requestId
      : undefined,
  );
  if (number === 1 && !isTriedAgain) return null;
  return (
    <p className={styles.http}>
      {rich(
        t.rich(said(number > 1, isTriedAgain, next !== undefined), {
          number,
          first: () => <FollowRequest requestId={first} />,
          next: () => <FollowRequest requestId={next ?? first} />,
        }),
      )}
    </p>
  );
}

function said(isRepeated: boolean, isTriedAgain: boolean, hasNext: boolean) {
  if (hasNext) return isRepeated ? 'tryBetweenWithNext' : 'tryWithNext';
  if (isTriedAgain) return isRepeated ? 'tryBetween' : 'tryBefore';
  return isRepeated ? 'tryAfter' : 'try';
}
