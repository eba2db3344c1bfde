import { describe, expect, it } from 'vitest';
import { decode, unknownFields } from './decode.ts';
import { withoutDefaults } from './exportedForm.ts';
import { type NetworkPolicy, networkPolicyRow } from './networkPolicy.ts';
import { rulesText } from './networkPolicyText.ts';
import { validators } from './validation.ts';

function policy(spec: object): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'walls', namespace: 'default' },
    spec,
  };
}

const { defaults } = networkPolicyRow;
const validate = validators.NetworkPolicy;

/** What the API server answers, as `field: message`. */
function complaints(spec: object, old?: object): string[] {
  const stored = { ...policy(spec), metadata: { ...policy(spec).metadata, resourceVersion: '1' } };
  const object = defaults(old === undefined ? policy(spec) : stored);
  const before = old === undefined ? undefined : defaults({ ...stored, spec: old });
  return validate(object, before).map(({ field, message }) => `${field}: ${message}`);
}

const ingress = (rule: object) => ({ podSelector: {}, ingress: [rule] });
const block = (ipBlock: object) => ingress({ from: [{ ipBlock }] });
const ports = (port: object) => ingress({ ports: [port] });

describe('defaults of a NetworkPolicy', () => {
  it('are ingress, and egress where there are egress rules', () => {
    const types = (spec: object) => defaults(policy(spec)).spec.policyTypes;
    expect(types({})).toEqual(['Ingress']);
    expect(types({ egress: [] })).toEqual(['Ingress']);
    expect(types({ egress: [{}] })).toEqual(['Ingress', 'Egress']);
    expect(types({ policyTypes: ['Egress'] })).toEqual(['Egress']);
  });

  it('are TCP for a port, and all Pods for no selector', () => {
    const { spec } = defaults(policy({ egress: [{ ports: [{ port: 80 }, { protocol: 'UDP' }] }] }));
    expect(spec.egress).toEqual([{ ports: [{ port: 80, protocol: 'TCP' }, { protocol: 'UDP' }] }]);
    expect(spec.podSelector).toEqual({});
  });
});

describe('a NetworkPolicy is refused', () => {
  it.each<[string, object, string[]]>([
    ['for nothing when it is empty', {}, []],
    [
      'for a peer that is none',
      ingress({ from: [{}] }),
      ['spec.ingress[0].from[0]: Required value: must specify a peer'],
    ],
    [
      'for a range beside a selector',
      { podSelector: {}, egress: [{ to: [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }] }] },
      ['spec.egress[0].to[0]: Forbidden: may not specify both ipBlock and another peer'],
    ],
    ['for a range without an address', block({}), ['spec.ingress[0].from[0].ipBlock.cidr: Required value']],
    [
      'for a range that is none',
      block({ cidr: '10.0.0.0/33', except: ['nonsense'] }),
      [
        'spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      ],
    ],
    [
      'for exceptions outside of the range',
      block({ cidr: '10.0.0.0/8', except: ['10.0.0.0/8', '11.0.0.0/16', '10.1.0.0/16', 'fd00::/64'] }),
      ['10.0.0.0/8', '11.0.0.0/16', 'fd00::/64'].map(
        (range) =>
          `spec.ingress[0].from[0].ipBlock.except[${['10.0.0.0/8', '11.0.0.0/16', '', 'fd00::/64'].indexOf(range)}]: Invalid value: "${range}": must be a strict subset of \`cidr\``,
      ),
    ],
    [
      'for a protocol that is none',
      ports({ protocol: 'ICMP' }),
      [
        'spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"',
      ],
    ],
    [
      'for a port that is none',
      ports({ port: 0 }),
      ['spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive'],
    ],
    [
      'for a range of ports that goes back',
      ports({ port: 90, endPort: 80 }),
      ['spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`'],
    ],
    [
      'for the end of a range without a start',
      ports({ endPort: 80 }),
      [
        'spec.ingress[0].ports[0].endPort: Invalid value: 80: may not be specified when `port` is not specified',
      ],
    ],
    [
      'for the end of a range after a name',
      ports({ port: 'web', endPort: 80 }),
      [
        'spec.ingress[0].ports[0].endPort: Invalid value: 80: may not be specified when `port` is non-numeric',
      ],
    ],
    [
      'for a type that is none',
      { podSelector: {}, policyTypes: ['ingress'] },
      ['spec.policyTypes[0]: Unsupported value: "ingress": supported values: "Ingress", "Egress"'],
    ],
    [
      'for a third type',
      { podSelector: {}, policyTypes: ['Ingress', 'Egress', 'Ingress'] },
      [
        'spec.policyTypes: Invalid value: ["Ingress","Egress","Ingress"]: may not specify more than two policyTypes',
      ],
    ],
    [
      'for a selector that cannot be',
      { podSelector: { matchExpressions: [{ key: 'app', operator: 'In' }] } },
      [
        "spec.podSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      ],
    ],
  ])('%s', (_, spec, expected) => {
    expect(complaints(spec)).toEqual(expected);
  });

  it('not for a range that was let in before, wherever it stands now', () => {
    const bad = { cidr: '10.0.0.0/40' };
    const before = ingress({ from: [{ ipBlock: bad }] });
    const after = { podSelector: {}, egress: [{ to: [{ ipBlock: bad }] }] };
    expect(complaints(after)).toHaveLength(1);
    expect(complaints(after, before)).toEqual([]);
  });
});

describe('a NetworkPolicy as text', () => {
  it('is read field by field, and what no field knows is named', () => {
    const object = policy({ ...ports({ port: 80, endport: 90 }), podselector: {} });
    expect(unknownFields(object)).toEqual(['spec.ingress[0].ports[0].endport', 'spec.podselector']);
    const wrong = policy({ ingress: [{ ports: [{ port: 80, endPort: '90' }] }] });
    expect(decode(wrong).status?.message).toContain('NetworkPolicyPort.spec.ingress.ports.endPort');
  });

  it('is written as a person would: what an empty selector says stays', () => {
    const written = policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [] });
    expect(withoutDefaults(defaults(written)).spec).toEqual(written.spec);
  });

  it('says its rules in words', () => {
    const rules = policy({
      ingress: [
        { from: [{ podSelector: { matchLabels: { app: 'api' } } }], ports: [{ port: 5432 }] },
        {
          from: [
            { namespaceSelector: {} },
            { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
            {
              podSelector: {},
              namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'Exists' }] },
            },
          ],
          ports: [{ protocol: 'UDP' }, { port: 80, endPort: 90 }],
        },
        {},
      ],
    });
    expect(rulesText(rules, 'Ingress')).toBe(
      'allows from Pods app=api on TCP 5432; allows from all Pods of all Namespaces or 10.0.0.0/8 except 10.1.0.0/16 or all Pods of Namespaces team on every UDP port, TCP 80-90; allows from everybody on every port',
    );
    expect(rulesText(rules, 'Egress')).toBe('allows nothing');
  });
});
