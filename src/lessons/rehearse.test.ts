import { expect, it } from 'vitest';
import { problemLine } from './lesson.ts';
import { readLessonFiles } from './readLesson.ts';
import { rehearse } from './rehearse.ts';

const texts = import.meta.glob<string>('./testdata/whole/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const files = Object.fromEntries(
  Object.entries(texts).map(([path, text]) => [path.replace(/^.*\//, ''), text]),
);

/** The problems of the lesson with a change in one of its files. */
async function problemsWith(name: string, from: string, to: string): Promise<string[]> {
  expect(files[name]).toContain(from);
  const { lesson, problems } = readLessonFiles(
    { ...files, [name]: files[name]!.replace(from, to) },
    { id: 'door' },
  );
  expect(problems).toEqual([]);
  return (await rehearse(lesson!, 'lesson.md')).problems.map(problemLine);
}

it('a good lesson is proven: each answer by the trace, each other choice contradicted by a fact', async () => {
  const { lesson } = readLessonFiles(files, { id: 'door' });
  expect(await rehearse(lesson!)).toEqual({
    problems: [],
    proofs: [
      {
        step: 'closed',
        prediction: 'closed-door',
        found: 'refused',
        right: 'refused',
        against: [{ value: 'answered', fact: 'step 2: node-a refuses it (PortNotListening)' }],
      },
      {
        step: 'open',
        prediction: 'which-source',
        found: '192.168.1.11',
        right: 'Node/node-a',
        against: [
          {
            value: 'Client/visitor',
            fact: expect.stringMatching(/^request 1, step \d+: default\/demo-1 takes it in/),
          },
        ],
      },
    ],
  });
});

it.each([
  [
    'that is met from the start',
    'lesson.md',
    'is: NodePort, text',
    'is: ClusterIP, text',
    /:45: steps\.open\.goal: is not met/,
  ],
  [
    'that needs nothing done',
    'lesson.md',
    '- {field: Service/demo, path: spec.type, is: NodePort, text: It is a NodePort}\n- {requests: answered, from: Client/visitor, last: 1}',
    '- {pods: app=demo, ready: 1}',
    /:45: steps\.open\.goal: is met when the step begins\.$/,
  ],
  [
    'that the solution does not reach',
    'solution.sh',
    '"type":"NodePort"',
    '"type":"ClusterIP"',
    /steps\.open\.(?:solution|goal)/,
  ],
  [
    'without a solution',
    'solution.sh',
    '# step: open',
    '# step: closed',
    /:45: steps\.open\.goal: has no lines in the solution\.$/,
  ],
])('a goal %s is found out', async (_name, file, from, to, problem) => {
  expect(await problemsWith(file, from, to)).toEqual(
    expect.arrayContaining([expect.stringMatching(problem)]),
  );
});

it.each([
  [
    'whose answer is not among the choices',
    '{value: refused, text: A refusal}',
    '{value: timedOut, text: Nothing}',
    'lesson.md:28: steps.closed.predict closed-door: no choice fits: the trace shows "refused".',
  ],
  [
    'with two right answers',
    '{value: Client/visitor, text: The visitor}',
    '{value: 192.168.1.11, text: Its address}',
    'several choices fit: 192.168.1.11, Node/node-a',
  ],
  [
    'about a line that kubectl does not know',
    'ask: outcome',
    'after: [kubectl gett pods]\nask: outcome',
    'after: error: unknown command "gett"',
  ],
])('a question %s is found out', async (_name, from, to, problem) => {
  expect((await problemsWith('lesson.md', from, to)).join('\n')).toContain(problem);
});

it('a question that chance decides is found out', async () => {
  const start = files['start.yaml']!;
  const second = start.slice(
    start.indexOf('apiVersion: v1\nkind: Pod'),
    start.indexOf('---\napiVersion: v1\nkind: Service'),
  );
  const question = files['lesson.md']!.replace('ask: sourceSeen', 'ask: answeredBy')
    .replace('{value: Client/visitor, text: The visitor}', '{value: Pod/demo-1}')
    .replace('{value: Node/node-a, text: The node}', '{value: Pod/demo-2}');
  const { lesson } = readLessonFiles(
    {
      ...files,
      'lesson.md': question,
      'start.yaml': `${start}---\n${second.replace('demo-1', 'demo-2')}`,
    },
    { id: 'door' },
  );
  expect((await rehearse(lesson!)).problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^chance decides: once it is "Pod\/demo-[12]", once "Pod\/demo-[12]"\.$/),
  ]);
});

it.each([
  [
    'a link to what is not there',
    '(object:Node/node-a)',
    '(object:Node/node-x)',
    'there is no Node/node-x in this step.',
  ],
  [
    'a selection of what is not there',
    'select: Service/demo',
    'select: Service/shop',
    'there is no Service/shop in this step.',
  ],
  [
    'a line to run that kubectl does not know',
    'kubectl get service demo',
    'kubectl get servise demo',
    'the server doesn\'t have a resource type "servise"',
  ],
])('%s is found out', async (_name, from, to, problem) => {
  expect((await problemsWith('lesson.md', from, to)).join('\n')).toContain(problem);
});
