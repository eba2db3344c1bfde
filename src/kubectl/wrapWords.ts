/** Lines broken between words, so that none is longer than it may be unless it is one word. Newlines stay. */
export function wrapWords(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = [''];
      for (const [, space = '', word = ''] of line.matchAll(/(\s*)(\S+)/g)) {
        const last = lines.at(-1)!;
        if (last !== '' && last.length + space.length + word.length > width) lines.push(word);
        else lines[lines.length - 1] = `${last}${space}${word}`;
      }
      return lines.join('\n');
    })
    .join('\n');
}
