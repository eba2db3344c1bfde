import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbout, pathText, readPath, writePath } from './path.ts';

const service = { spec: { ports: [{ port: 80 }, { port: 443 }], selector: { app: 'shop' } } };

describe('a field by its path', () => {
  it('is read, also where nothing is', () => {
    expect(readPath(service, ['spec', 'ports', 1, 'port'])).toBe(443);
    expect(readPath(service, ['status', 'loadBalancer', 'ingress', 0])).toBeUndefined();
    expect(readPath({ spec: null }, ['spec', 'ports'])).toBeUndefined();
  });

  it('is changed in a copy that shares the rest', () => {
    const changed = writePath(service, ['spec', 'ports', 0, 'port'], 8080);
    expect(changed.spec.ports).toEqual([{ port: 8080 }, { port: 443 }]);
    expect(changed.spec.selector).toBe(service.spec.selector);
    expect(service.spec.ports[0]!.port).toBe(80);
  });

  it('is taken out with undefined, and made with all that it needs', () => {
    expect(writePath(service, ['spec', 'selector'], undefined)).toEqual({
      spec: { ports: service.spec.ports },
    });
    expect(writePath<object>({}, ['metadata', 'annotations', 'kubehop.dev/ready'], 'false')).toEqual({
      metadata: { annotations: { 'kubehop.dev/ready': 'false' } },
    });
  });

  it('reads what it wrote', () => {
    const path = fc.array(
      fc.string({ minLength: 1 }).filter((step) => step !== '__proto__'),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(path, fc.integer(), (steps, value) => {
        expect(readPath(writePath({}, steps, value), steps)).toBe(value);
      }),
    );
  });

  it('is written as the API server writes it', () => {
    expect(pathText(['spec', 'ports', 0, 'nodePort'])).toBe('spec.ports[0].nodePort');
    expect(pathText(['metadata', 'annotations', 'kubehop.dev/ready'])).toBe(
      'metadata.annotations[kubehop.dev/ready]',
    );
  });

  it('claims errors about itself and its parts, not about its neighbours', () => {
    expect(isAbout('spec.ports[0].nodePort', 'spec.ports')).toBe(true);
    expect(isAbout('spec.selector', 'spec.selector')).toBe(true);
    expect(isAbout('spec.portsX', 'spec.ports')).toBe(false);
    expect(isAbout('spec', 'spec.ports')).toBe(false);
  });
});
