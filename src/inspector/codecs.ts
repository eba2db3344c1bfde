/** Values that are edited as one line of text, and what is wrong with a line that cannot be one. */
import type { Protocol } from '../kubernetes/pod.ts';
import { t } from '../messages/inspector.ts';

export type Parsed = { value: unknown } | { error: string };

export interface Codec {
  print(value: unknown): string;
  parse(text: string): Parsed;
}

const PROTOCOLS: readonly string[] = ['TCP', 'UDP', 'SCTP'];

/** An empty line takes the field out. */
export const plainText: Codec = {
  print: (value) => (value === undefined || value === null ? '' : String(value)),
  parse: (text) => ({ value: text === '' ? undefined : text }),
};

export const wholeNumber: Codec = {
  print: plainText.print,
  parse: (text) =>
    text === ''
      ? { value: undefined }
      : Number.isFinite(Number(text))
        ? { value: Number(text) }
        : { error: t('notANumber', { text }) },
};

/** A number, or else a name: a targetPort. */
export const portNumberOrName: Codec = {
  print: plainText.print,
  parse: (text) => ({ value: text === '' ? undefined : /^\d+$/.test(text) ? Number(text) : text }),
};

/** `app=shop, tier=web`; commas between, as `kubectl -l` has it. */
export const labelPairs: Codec = {
  print: (value) =>
    Object.entries((value ?? {}) as Record<string, string>)
      .map(([key, label]) => `${key}=${label}`)
      .join(', '),
  parse(text) {
    const pairs = splitList(text).map((pair) => pair.split('='));
    const wrong = pairs.find(([key, value, more]) => !key || value === undefined || more !== undefined);
    if (wrong !== undefined) return { error: t('notKeyValue', { text: wrong.join('=') }) };
    const entries = pairs.map(([key, value]) => [key!.trim(), value!.trim()] as const);
    return { value: entries.length === 0 ? undefined : Object.fromEntries(entries) };
  },
};

export const textList: Codec = {
  print: (value) => ((value ?? []) as string[]).join(', '),
  parse(text) {
    const list = splitList(text);
    return { value: list.length === 0 ? undefined : list };
  },
};

/** `80, 443, 53/UDP`, for the ports of an outside server. */
export const listeningPorts: Codec = {
  print: (value) =>
    ((value ?? []) as { port: number; protocol?: Protocol }[])
      .map(({ port, protocol = 'TCP' }) => (protocol === 'TCP' ? String(port) : `${port}/${protocol}`))
      .join(', '),
  parse(text) {
    const ports: { port: number; protocol: string }[] = [];
    for (const item of splitList(text)) {
      const [port = '', protocol = 'TCP'] = item.split('/');
      if (!/^\d+$/.test(port) || !PROTOCOLS.includes(protocol.toUpperCase()))
        return { error: t('notAPort', { text: item }) };
      ports.push({ port: Number(port), protocol: protocol.toUpperCase() });
    }
    return { value: ports.length === 0 ? undefined : ports };
  },
};

function splitList(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
