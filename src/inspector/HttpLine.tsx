/** What a followed request asks over HTTP, and the requests that it belongs together with when a proxy is in between. */
import { t } from '../messages/inspector.ts';
import { usePlayground } from '../playground/react.ts';
import type { RequestRecord } from '../playground/state.ts';
import { rich } from '../ui/rich.ts';
import styles from './Packet.module.css';

/** `GET /cart` with the Host header, and the TLS server name where that is another. */
export function HttpLine({ start }: Pick<RequestRecord, 'start'>) {
  const { http, parent } = start;
  return (
    <>
      {http !== undefined && (
        <p className={styles.http} translate="no">
          <code>
            {http.method} {http.path}
          </code>
          , Host <code>{http.host}</code>
          {http.serverName !== undefined && (
            <>
              , TLS for <code>{http.serverName}</code>
            </>
          )}
          {http.headers['x-forwarded-for'] !== undefined && (
            <>
              , X-Forwarded-For <code>{http.headers['x-forwarded-for']}</code>
            </>
          )}
        </p>
      )}
      {parent !== undefined && (
        <p className={styles.http}>
          {rich(t.rich('madeFor', { request: () => <FollowRequest requestId={parent} /> }))}
        </p>
      )}
    </>
  );
}

export function FollowRequest({ requestId }: { requestId: number }) {
  const playground = usePlayground();
  return (
    <button
      type="button"
      className={styles.followOther}
      onClick={() => void playground.dispatch({ type: 'follow', requestId }, 'inspector')}
    >
      {t('request', { number: String(requestId) })}
    </button>
  );
}
