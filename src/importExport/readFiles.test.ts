import { describe, expect, it } from 'vitest';
import { readFiles, refuseText } from './readFiles.ts';

function file(name: string, content: string | Uint8Array<ArrayBuffer>, path = ''): File {
  return Object.defineProperty(new File([content], name), 'webkitRelativePath', { value: path });
}

describe('files', () => {
  it('of a folder: the manifests, in order, without what is hidden', async () => {
    const { texts } = await readFiles([
      file('b.yaml', 'b', 'shop/b.yaml'),
      file('README.md', 'x', 'shop/README.md'),
      file('a.json', 'a', 'shop/a.json'),
      file('c.yaml', 'c', 'shop/.git/c.yaml'),
    ]);
    expect(texts).toEqual([
      { name: 'shop/a.json', text: 'a' },
      { name: 'shop/b.yaml', text: 'b' },
    ]);
  });

  it('that are no text are refused in words', async () => {
    const picture = file('cat.png', Uint8Array.from([137, 80, 78, 71, 0, 1, 2]));
    expect((await readFiles([picture])).refusal).toBe('cat.png is no text: manifests are YAML or JSON.');
    expect((await readFiles([file('x.md', '', 'x/x.md')])).refusal).toContain('no manifest');
  });

  it('that are too long are refused in words', () => {
    expect(refuseText('a: 1\n'.repeat(100_000))).toContain('100,001 lines');
    expect(refuseText('a: 1\n'.repeat(1000))).toBeNull();
  });
});
