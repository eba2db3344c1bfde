/** Which try a followed request is, and the way to the tries before and after it. */
import { usePlaygroundState } from '../playground/react.ts';
import type { RequestRecord } from '../playground/state.ts';
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
      Try {number}
      {number > 1 && (
        <>
          , the first was <FollowRequest requestId={first} />
        </>
      )}
      {isTriedAgain && next === undefined && ', the sender will try again'}
      {next !== undefined && (
        <>
          , tried again with <FollowRequest requestId={next} />
        </>
      )}
    </p>
  );
}
