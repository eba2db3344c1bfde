/** Fields that a JSON text names twice, of which decoding keeps only the last: strict validation tells them. Models sigs.k8s.io/json. */

/** `spec.replicas`, `spec.ports[0].port`; each once, in the order in which they are found. The text must be valid. */
export function duplicateFields(json: string): string[] {
  const found = new Set<string>();
  let at = 0;

  function skipSpace(): void {
    while (/\s/.test(json[at] ?? '')) at += 1;
  }

  function readString(): string {
    const from = at++;
    while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
    at += 1;
    return JSON.parse(json.slice(from, at)) as string;
  }

  /** Calls for each member between the brackets. */
  function readMembers(close: string, readMember: (index: number) => void): void {
    at += 1;
    skipSpace();
    for (let index = 0; json[at] !== close; index++) {
      readMember(index);
      skipSpace();
      if (json[at] === ',') at += 1;
      skipSpace();
    }
    at += 1;
  }

  function readValue(path: string): void {
    skipSpace();
    if (json[at] === '"') readString();
    else if (json[at] === '[') readMembers(']', (index) => readValue(`${path}[${index}]`));
    else if (json[at] === '{') {
      const seen = new Set<string>();
      readMembers('}', () => {
        const field = readString();
        const inner = path === '' ? field : `${path}.${field}`;
        if (seen.has(field)) found.add(inner);
        seen.add(field);
        skipSpace();
        at += 1;
        readValue(inner);
      });
    } else while (at < json.length && !/[,\]}\s]/.test(json[at]!)) at += 1;
  }

  readValue('');
  return [...found];
}
