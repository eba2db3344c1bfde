import { describe, expect, test } from 'vitest';
import type { Service } from '../kubernetes/service.ts';
import { importText } from '../playground/sceneFile.ts';
import { testBench } from '../playground/testBench.ts';
import type { TextEdit } from './lineDiff.ts';
import { createSession, type Subject } from './session.ts';

const SERVICE = `# The front door.
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector:
    app: shop # all of them
  ports:
    - port: 80
`;
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n';
const SHOP = 'Service/default/shop';

async function bench(text: string, subject: Subject = 'scene') {
  const { playground, ...rest } = testBench([]);
  await importText(playground, text, { bringToLife: false });
  const session = createSession(playground, subject);
  let gesture = 0;
  return {
    ...rest,
    playground,
    session,
    apply: (text: string, options: { cursor?: number; hasConsent?: boolean; asksFirst?: boolean } = {}) =>
      session.apply(text, { cursor: null, hasConsent: false, gesture: `yaml ${gesture++}`, ...options }),
    ports: () => (playground.store.getState().objects.get(SHOP) as Service).spec.ports,
  };
}

function withEdits(text: string, edits: readonly TextEdit[]): string {
  return edits.reduceRight((now, { from, to, insert }) => now.slice(0, from) + insert + now.slice(to), text);
}

describe('the text', () => {
  test('is what was imported, and typing changes the object only where the text changed', async () => {
    const { session, apply, ports } = await bench(SERVICE);
    expect(session.text).toBe(SERVICE);
    const before = ports()![0];
    const text = SERVICE.replace('port: 80', 'port: 81');
    expect(await apply(text)).toMatchObject({ problems: [], pending: null, isApplied: true });
    expect(ports()).toEqual([{ ...before, port: 81 }]);
    expect(session.catchUp(text)).toEqual([]);
  });

  test('is one undo step, after which the text is as before, with its comments', async () => {
    const { session, apply, playground } = await bench(SERVICE);
    const text = SERVICE.replace('    app: shop # all of them', '    tier: web');
    await apply(text);
    await playground.dispatch({ type: 'undo' }, 'app');
    expect(withEdits(text, session.catchUp(text))).toBe(SERVICE);
  });

  test('follows what changes elsewhere, around what is being typed', async () => {
    const { session, playground, apply } = await bench(SERVICE);
    const service = playground.store.getState().objects.get(SHOP) as Service;
    const typed = SERVICE.replace('port: 80', 'port: x');
    expect((await apply(typed)).problems[0]?.message).toContain(
      'cannot unmarshal string into Go struct field',
    );
    await playground.dispatch(
      {
        type: 'update',
        object: { ...service, spec: { ...service.spec, selector: { app: 'store' } } } as Service,
      },
      'inspector',
    );
    expect(withEdits(typed, session.catchUp(typed))).toBe(typed.replace('app: shop', 'app: store'));
  });

  test('gets and loses documents with their objects', async () => {
    const { session, playground } = await bench(SERVICE);
    await importText(playground, NAMESPACE, { bringToLife: false });
    const both = withEdits(SERVICE, session.catchUp(SERVICE));
    expect(both).toBe(`${SERVICE}---\n${NAMESPACE}`);
    await playground.dispatch({ type: 'delete', key: SHOP }, 'canvas');
    expect(withEdits(both, session.catchUp(both))).toBe(NAMESPACE);
  });
});

describe('errors', () => {
  test('stand where the field is, in the words of the API server', async () => {
    const { apply, ports } = await bench(SERVICE);
    const text = SERVICE.replace('port: 80', 'port: 80\n      nodePort: 80');
    const { problems, isApplied } = await apply(text);
    expect(isApplied).toBe(false);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toContain('spec.ports[0].nodePort');
    expect(text.slice(0, problems[0]!.from).endsWith('nodePort: ')).toBe(true);
    expect(text.slice(problems[0]!.from, problems[0]!.to)).toBe('80');
    expect(ports()![0]).not.toHaveProperty('nodePort');
  });

  test('of one document do not keep another from being applied', async () => {
    const { apply, ports } = await bench(`${NAMESPACE}---\n${SERVICE}`);
    const { problems, pending } = await apply(`a: [\n---\n${SERVICE.replace('80', '81')}`);
    expect(problems.map(({ from }) => from)).toEqual([expect.any(Number)]);
    expect(pending).toBeNull();
    expect(ports()![0]!.port).toBe(81);
  });

  test('unknown fields are warned of and kept', async () => {
    const { apply, ports } = await bench(SERVICE);
    const text = SERVICE.replace('port: 80', 'port: 80\n      nodport: 1');
    expect((await apply(text)).problems).toMatchObject([
      { severity: 'warning', message: 'unknown field "spec.ports[0].nodport"' },
    ]);
    expect(ports()![0]).toMatchObject({ nodport: 1 });
  });
});

describe('what is asked before', () => {
  test('deleting a document', async () => {
    const { apply, playground } = await bench(`${NAMESPACE}---\n${SERVICE}`);
    const { pending } = await apply(NAMESPACE);
    expect(pending).toMatchObject([{ type: 'delete', key: SHOP }]);
    expect(playground.store.getState().objects.has(SHOP)).toBe(true);
    await apply(NAMESPACE, { hasConsent: true });
    expect(playground.store.getState().objects.has(SHOP)).toBe(false);
  });

  test('whatever a large paste changes', async () => {
    const { apply, ports } = await bench(SERVICE);
    const text = SERVICE.replace('port: 80', 'port: 81');
    expect((await apply(text, { asksFirst: true })).pending).toMatchObject([{ type: 'change', key: SHOP }]);
    expect(ports()).toMatchObject([{ port: 80 }]);
    await apply(text, { asksFirst: true, hasConsent: true });
    expect(ports()).toMatchObject([{ port: 81 }]);
    expect((await apply(`# new\n${text}`, { asksFirst: true })).pending).toBeNull();
  });

  test('another name', async () => {
    const { apply, playground } = await bench(SERVICE, [SHOP]);
    const text = SERVICE.replace('name: shop', 'name: store');
    expect((await apply(text)).pending).toMatchObject([{ type: 'rename', formerKey: SHOP }]);
    expect((await apply(text, { hasConsent: true })).problems).toEqual([]);
    expect(playground.store.getState().objects.has('Service/default/store')).toBe(true);
    expect(playground.store.getState().objects.has(SHOP)).toBe(false);
  });

  test('a new object is made once its name is no longer being typed', async () => {
    const { apply, playground } = await bench(SERVICE);
    const text = `${SERVICE}---\n${NAMESPACE}`;
    expect(await apply(text, { cursor: text.length - 1 })).toMatchObject({
      isWaiting: true,
      isApplied: false,
    });
    expect(playground.store.getState().objects.has('Namespace//team')).toBe(false);
    expect(await apply(text, { cursor: 0 })).toMatchObject({ isWaiting: false, isApplied: true });
    expect(playground.store.getState().objects.has('Namespace//team')).toBe(true);
  });
});
