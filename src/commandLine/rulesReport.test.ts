import { expect, test } from 'vitest';
import shop from '../scenes/shop.yaml?raw';
import { answer } from './rulesReport.ts';

const run = (...args: string[]) => answer(args, () => shop);

test('prints the rules of one node, in the mode that is asked for', () => {
  const iptables = run('shop.yaml', '--node', 'node-a');
  expect(iptables).toMatchObject({ exitCode: 0, errors: '' });
  expect(iptables.output).toMatch(
    /^\*mangle\n[\s\S]*\nCOMMIT\n\*nat\n[\s\S]*default\/shop cluster IP[\s\S]*\nCOMMIT\n$/,
  );
  const nftables = run('shop.yaml', '--node', 'node-b', '--mode', 'nftables');
  expect(nftables.output).toMatch(
    /^table ip kube-proxy \{\n[\s\S]*elements = \{ 192\.168\.1\.12 \}[\s\S]*\n\}\n$/,
  );
  const ipvs = run('shop.yaml', '--node', 'node-a', '--mode', 'ipvs');
  expect(ipvs.output).toMatch(
    /^# ipvsadm -Ln\nIP Virtual Server [\s\S]*\n# ipset list\nName: KUBE-LOOP-BACK\n[\s\S]*\n# iptables-save\n\*filter\n[\s\S]*\nCOMMIT\n$/,
  );
});

test('says what is wrong with the order', () => {
  expect(run('shop.yaml', '--node', 'node-x').errors).toContain(
    'No node is called "node-x". There are: node-a, node-b.',
  );
  expect(run('shop.yaml').errors).toContain('Which node?');
  expect(run('--node', 'node-a').errors).toContain('Which scene?');
  expect(run('shop.yaml', '--node', 'node-a', '--mode', 'ebpf')).toMatchObject({ exitCode: 2, output: '' });
});
