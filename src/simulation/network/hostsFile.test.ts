/** What a Pod knows without asking the DNS. */
import { describe, expect, it } from 'vitest';
import { cluster, node, pod, service } from '../../testing/cluster.ts';
import { ask, podKey } from '../../testing/requests.ts';

const WEB = podKey('web');
const hostAliases = [{ ip: '127.0.0.1', hostnames: ['me.local'] }];

function scene() {
  const simulation = cluster([
    node('node-a'),
    service('shop'),
    pod('shop'),
    service('peers', { clusterIP: 'None', selector: { app: 'web' } }),
    pod('web', 'web', { hostname: 'web-0', subdomain: 'peers', hostAliases }),
  ]);
  return (url: string) => {
    const { end, hops } = ask(simulation, WEB, url);
    return { ...end, queries: hops.filter(({ packetKind }) => packetKind === 'dnsQuery').length };
  };
}

describe('/etc/hosts', () => {
  it('DNS18 knows the Pod itself, by its short and its long name, and what its hostAliases say', () => {
    const send = scene();
    const itself = { outcome: 'answered', answeredBy: WEB, queries: 0 };
    expect(send('http://web-0:8080/')).toMatchObject(itself);
    expect(send('http://web-0.peers.default.svc.cluster.local:8080/')).toMatchObject(itself);
    expect(send('http://me.local:8080/')).toMatchObject({ ...itself, sourceSeen: '127.0.0.1' });
    expect(send('http://localhost:8080/')).toMatchObject({ ...itself, sourceSeen: '127.0.0.1' });
  });

  it('DNS18 is no answer to other names, nor to nslookup', () => {
    const send = scene();
    expect(send('http://web-0.peers:8080/').queries).toBeGreaterThan(0);
    expect(send('http://web:8080/').outcome).toBe('nameNotFound');
    for (const host of ['me.local', 'localhost', 'web-0'])
      expect(send(`lookup://${host}`).outcome).toBe('nameNotFound');
    expect(send('lookup://web-0.peers').outcome).toBe('answered');
  });

  it('DNS18 a Service that is called as the Pod itself is addressed with its namespace', () => {
    const simulation = cluster([
      node('node-a'),
      pod('shop', 'caller'),
      pod('other', 'shop'),
      service('shop'),
    ]);
    const told = ask(simulation, podKey('shop'), { name: 'shop' });
    expect(told.end).toMatchObject({ outcome: 'answered', answeredBy: podKey('other') });
    expect(told.end.url).toBe('http://shop.default/');
    expect(ask(simulation, podKey('shop'), 'http://shop/').end.outcome).toBe('refused');
  });
});
