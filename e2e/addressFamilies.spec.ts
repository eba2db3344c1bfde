/** The switch that makes a cluster dual-stack, and a Service that then asks for its second family. */
import { expect, test } from './test.ts';

test('a cluster becomes dual-stack, and a Service gets an address of each family', async ({ playground }) => {
  await playground.open({ scene: 'shop' });
  const dualStack = playground.inspector.getByRole('switch', { name: 'dual stack' });
  await expect(dualStack).not.toBeChecked();
  await dualStack.click();
  await expect(dualStack).toBeChecked();
  await playground.select('Service shop');
  const policy = playground.inspector.getByLabel('ipFamilyPolicy');
  await expect(policy).toHaveValue('SingleStack');
  await policy.selectOption('PreferDualStack');
  await expect(playground.inspector).toContainText('fd00:10:96::');
  await playground.advance(10_000);
  await expect(playground.inspector).toContainText('2001:db8:192:0:2::40');
  await expect.poll(() => playground.objectText('Service', 'shop')).toContain('"ipFamilies":["IPv4","IPv6"]');
});
