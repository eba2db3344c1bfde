/** NetworkPolicies: what they stop is told with the policy's name, and a change in the inspector lets it through. */
import { expect, test } from './test.ts';

test('a policy stops what no rule allows, and lets it through when a rule does', async ({ playground }) => {
  await playground.open({ scene: 'network-policy' });
  await expect(playground.card('NetworkPolicy db-only-from-api')).toBeVisible();
  await expect(
    playground.canvas.getByRole('button', { name: /^Pod db-.*isolated for ingress by 1 network policy/ }),
  ).toBeVisible();
  await expect(async () => {
    await playground.advance(20_000);
    const outcomes = (await playground.requests()).map(({ outcome }) => outcome);
    expect(outcomes).toContain('Timed out');
  }).toPass();

  await playground.select('NetworkPolicy db-only-from-api');
  const peer = playground.inspector.getByLabel('from of rule 1: podSelector');
  await expect(peer).toHaveValue('app=api');
  await peer.fill('');
  await peer.press('Enter');
  await expect
    .poll(() => playground.objectText('NetworkPolicy', 'db-only-from-api'))
    .toContain('"podSelector":{}');
  await playground.advance(60_000);
  const calls = (await playground.requests()).filter(
    ({ from, to, outcome }) => from.includes('web') && to === 'db' && outcome !== 'In flight',
  );
  expect(calls.at(-1)?.outcome).toBe('Answered');
});

test('the palette adds a policy, and its form asks the API server', async ({ playground }) => {
  await playground.open();
  await playground.drop('NetworkPolicy', playground.canvas, { x: 60, y: 330 });
  await expect(playground.inspector).toContainText('NetworkPolicy in default');
  const ports = playground.inspector.getByLabel('ports of rule 1');
  await ports.fill('90-80');
  await ports.press('Enter');
  await expect(playground.inspector).toContainText('must be greater than or equal to `port`');
});
