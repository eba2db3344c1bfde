import { expect, it } from 'vitest';
import { peerForm, portsFromText, portsText, selectorFromText, selectorLine } from './policyRules.ts';

it('reads ports as one line and writes them back', () => {
  const line = '5432, 53/UDP, 8000-8080, http, */SCTP';
  const ports = portsFromText(line);
  expect(ports).toEqual([
    { protocol: 'TCP', port: 5432 },
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 8000, endPort: 8080 },
    { protocol: 'TCP', port: 'http' },
    { protocol: 'SCTP' },
  ]);
  expect(portsText(ports)).toBe(line);
  expect(portsText(portsFromText('*'))).toBe('*/TCP');
  expect(portsFromText(' ')).toBeUndefined();
  expect(portsText(undefined)).toBe('');
});

it('changes the labels of a selector and keeps the conditions that the line does not show', () => {
  const conditions = [{ key: 'tier', operator: 'Exists' as const }];
  const selector = { matchLabels: { app: 'api' }, matchExpressions: conditions };
  expect(selectorLine(selector)).toBe('app=api');
  expect(selectorFromText(selector, 'app=web, zone=a')).toEqual({
    matchLabels: { app: 'web', zone: 'a' },
    matchExpressions: conditions,
  });
  expect(selectorFromText(selector, '')).toEqual({ matchExpressions: conditions });
  // The API server is asked about what is no label, for it says best what it wants instead.
  expect(selectorFromText(undefined, 'a=b=c')).toEqual({ matchLabels: { 'a=b=c': '' } });
});

it('tells peers apart by what they name', () => {
  expect(peerForm({ podSelector: {} })).toBe('Pods');
  expect(peerForm({ podSelector: {}, namespaceSelector: {} })).toBe('Namespaces');
  expect(peerForm({ ipBlock: { cidr: '10.0.0.0/8' } })).toBe('Addresses');
});
