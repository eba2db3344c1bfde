/** How objects are called in sentences. */
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/playground.ts';

/** `Service shop`, `Pod shop-1 in prod`. */
export function nameInWords(key: ObjectKey): string {
  const { kind, namespace, name } = parseKey(key);
  return namespace === '' || namespace === 'default'
    ? `${kind} ${name}`
    : t('objectInNamespace', { kind, name, namespace });
}

/** A moment of the clock: `1:23`, `1:23.4`, and `1:00:12` after an hour. */
export function timeInWords(ms: number): string {
  const tenths = Math.floor(ms / 100) % 10;
  const seconds = Math.floor(ms / 1000);
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const short = `${minutes % 60}:${pad(seconds % 60)}${tenths === 0 ? '' : `.${tenths}`}`;
  return minutes < 60 ? short : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${short.split(':')[1]}`;
}
