/** "Why does this get no traffic?": the cause is named, its fix is shown as a line first, and done with one press. */
import { expect, test } from './test.ts';

const MISSPELT = `
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: default }
spec:
  type: LoadBalancer
  selector: { app: shpo }
  ports: [{ port: 80, targetPort: 8080 }]
`;

test('a slip in the selector is found from the mark on the card, repaired with one click, and undone', async ({
  playground,
}) => {
  await playground.open({ scene: 'shop' });
  await playground.apply(MISSPELT);
  await playground.advance(4_000);
  const card = playground.card('Service shop');
  await card.locator('.kh-problem').click();

  const causes = playground.inspector.getByRole('list', { name: 'Causes in order' });
  await expect(causes.getByRole('listitem').first()).toContainText('did you mean app=shop?');
  await expect(causes.getByRole('img', { name: 'Stops here' })).toHaveCount(1);
  await causes.getByRole('button', { name: 'Show spec.selector' }).click();
  await expect(playground.page.locator('[data-field~="spec.selector"] *:focus')).toBeVisible();

  const fix = causes.getByRole('region', { name: 'Fix: Select app=shop' });
  const line = `kubectl patch service shop -p '{"spec":{"selector":{"app":"shop"}}}'`;
  await expect(fix).toContainText(line);
  await fix.getByRole('button', { name: 'Do it' }).click();
  await expect(playground.inspector).toContainText('Nothing stands in the way.');
  await expect(causes.getByRole('listitem').first()).toContainText('Selector app=shop matches 3 Pods');
  await playground.dock.getByRole('tab', { name: 'Terminal' }).click();
  await expect(playground.dock.getByRole('list', { name: 'Equal kubectl lines' })).toContainText(line);

  await playground.advance(15_000);
  expect((await playground.requests()).at(-12)?.outcome).toBe('Answered');
  await playground.topBar.getByRole('button', { name: 'Undo' }).click();
  await expect(causes.getByRole('listitem').first()).toContainText('did you mean app=shop?');
});

test('the keyboard alone gets from a request that failed to the policy that lets it through', async ({
  playground,
}) => {
  await playground.open({ scene: 'network-policy' });
  await playground.advance(40_000);
  await playground.select('Service db');
  const toggle = playground.inspector.getByRole('button', { name: 'Why does this get no traffic?' });
  await expect(toggle).toHaveAttribute('aria-expanded', 'false');
  await playground.tabTo(toggle);
  await playground.press('Enter');
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  await expect(playground.inspector.getByRole('status').first()).toContainText('in the way');

  const fix = playground.inspector
    .getByRole('region', { name: /^Fix: Allow .* in db-only-from-api$/ })
    .first();
  await expect(fix).toContainText('kubectl patch networkpolicy db-only-from-api --type=merge -p');
  await playground.tabTo(fix.getByRole('button', { name: /^Do it: / }));
  await playground.press('Enter');
  await expect(playground.inspector).toContainText(/Done: Allow .* in db-only-from-api\./);
  await expect
    .poll(() => playground.objectText('NetworkPolicy', 'db-only-from-api'))
    .toContain('"app":"web"');
  await playground.advance(60_000);
  const calls = (await playground.requests()).filter(
    ({ from, to, outcome }) => from.includes('web') && to === 'db' && outcome !== 'In flight',
  );
  expect(calls.at(-1)?.outcome).toBe('Answered');
});
