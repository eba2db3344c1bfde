import { describe, expect, it } from 'vitest';
import { filters } from './filters.ts';
import { LONGEST_LINE, readLine } from './words.ts';

const words = (text: string, variables?: Map<string, string>) => {
  const { pipelines } = readLine(text, variables) as Extract<
    ReturnType<typeof readLine>,
    { pipelines: unknown }
  >;
  return pipelines!.map(({ after, commands }) => [after, ...commands.map((command) => command.words)]);
};

describe('the shell reads', () => {
  it('words, quotes and escapes', () => {
    expect(words(`kubectl get 'a b' "c d" e\\ f -l app=x`)).toEqual([
      [';', ['kubectl', 'get', 'a b', 'c d', 'e f', '-l', 'app=x']],
    ]);
  });

  it('variables outside of single quotes, and braces of jsonpath as they are', () => {
    const variables = new Map([['NAME', 'shop']]);
    expect(words(`echo $NAME "\${NAME}s" '$NAME' {.items[0].name}`, variables)).toEqual([
      [';', ['echo', 'shop', 'shops', '$NAME', '{.items[0].name}']],
    ]);
  });

  it('pipes and lists of commands', () => {
    expect(words('a | b && c || d ; e # said')).toEqual([
      [';', ['a'], ['b']],
      ['&&', ['c']],
      ['||', ['d']],
      [';', ['e']],
    ]);
  });

  it('a heredoc, and waits for its end', () => {
    expect(readLine('kubectl apply -f - <<EOF\nkind: Pod')).toEqual({ waitsFor: 'EOF' });
    const { pipelines } = readLine('kubectl apply -f - <<EOF\nkind: Pod\nEOF\necho done') as never as {
      pipelines: { commands: { heredoc: string | null; words: string[] }[] }[];
    };
    expect(pipelines[0]!.commands[0]!.heredoc).toBe('kind: Pod\n');
    expect(pipelines[1]!.commands[0]!.words).toEqual(['echo', 'done']);
  });

  it('waits for the end of a quote and of a pipe', () => {
    expect(readLine("echo 'a")).toEqual({ waitsFor: "'" });
    expect(readLine('echo a |')).toEqual({ waitsFor: '|' });
  });

  it.each([
    ['echo a > file', 'there are no files to write to'],
    ['echo $(date)', 'command substitution'],
    ['echo `date`', 'command substitution'],
    ['(a)', 'subshells'],
    ['a &', 'background'],
    ['| a', 'syntax error'],
    ['a ;; b', 'syntax error'],
  ])('%s is refused in words', (line, expected) => {
    expect(readLine(line)).toMatchObject({ error: expect.stringContaining(expected) });
  });

  it('a line beyond the limit is refused', () => {
    expect(readLine(`echo ${'x'.repeat(LONGEST_LINE)}`)).toMatchObject({
      error: expect.stringContaining('line too long'),
    });
  });
});

describe('behind a pipe', () => {
  const text = 'b 10\na 9\nB 2\nb 10\n';
  const run = (name: string, ...args: string[]) => filters[name]!(args, text);

  it.each([
    ['grep', ['b'], 'b 10\nb 10\n', 0],
    ['grep', ['-i', '-c', 'b'], '3\n', 0],
    ['grep', ['-v', 'b'], 'a 9\nB 2\n', 0],
    ['grep', ['-E', '^(a|B) '], 'a 9\nB 2\n', 0],
    ['grep', ['nothing'], '', 1],
    ['head', ['-n', '1'], 'b 10\n', 0],
    ['head', ['-2'], 'b 10\na 9\n', 0],
    ['tail', ['-n1'], 'b 10\n', 0],
    ['tail', ['-n', '+4'], 'b 10\n', 0],
    ['wc', ['-l'], '4\n', 0],
    ['sort', ['-k', '2', '-n', '-r'], 'b 10\nb 10\na 9\nB 2\n', 0],
    ['sort', ['-u'], 'B 2\na 9\nb 10\n', 0],
    ['uniq', ['-c'], '      1 b 10\n      1 a 9\n      1 B 2\n      1 b 10\n', 0],
  ] as const)('%s %j', (name, args, stdout, exitCode) => {
    expect(run(name, ...args)).toEqual({ stdout, stderr: '', exitCode });
  });

  it('a pattern that would take for ever is not tried', () => {
    expect(run('grep', '-E', '(a+)+$')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
