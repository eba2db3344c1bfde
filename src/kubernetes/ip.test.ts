import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import {
  addressCount,
  containsAddress,
  familyOf,
  formatCIDR,
  formatIP,
  ipv4ToNumber,
  nthAddress,
  numberToIPv4,
  parseCIDR,
  parseCIDRSloppy,
  parseIP,
  parseIPSloppy,
  rangeMatcher,
} from './ip.ts';

describe('reading addresses', () => {
  it.each([
    ['10.9.8.7', '10.9.8.7'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
    ['::1.2.3.4', '::102:304'],
    ['1:2:3:4:5:6:7.8.9.256', null],
    ['1:2:3:4:5:6:7:8.9.1.2', null],
    ['01.2.3.4', null],
    ['1.2.3', null],
    ['1.2.3.4.5', null],
    ['1.2.3.256', null],
    ['1..2.3', null],
    ['', null],
    ['0x1.2.3.4', null],
    ['fe80::1%eth0', null],
    ['12345::', null],
    ['1::2::3', null],
  ])('%s strictly', (text, canonical) => {
    const address = parseIP(text);
    expect(address === null ? null : formatIP(address)).toBe(canonical);
  });

  it('sloppily drops leading zeros and unwraps IPv4-mapped addresses', () => {
    expect(formatIP(parseIPSloppy('010.000.09.1')!)).toBe('10.0.9.1');
    expect(formatIP(parseIPSloppy('::ffff:1.2.3.4')!)).toBe('1.2.3.4');
    expect(familyOf('::1')).toBe('IPv6');
    expect(familyOf('::ffff:1.2.3.4')).toBe('IPv4');
    expect(familyOf('shop')).toBeNull();
  });

  it('gives every IPv4 address a number and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (number) => {
        expect(ipv4ToNumber(numberToIPv4(number))).toBe(number);
      }),
    );
  });

  it('reads and writes IPv6 as another implementation does', () => {
    const group = fc.oneof(fc.constant('0'), fc.stringMatching(/^[0-9a-fA-F]{1,4}$/));
    const groups = fc.array(group, { minLength: 8, maxLength: 8 }).map((each) => each.join(':'));
    const almost = fc.stringMatching(/^(([0-9a-f]{0,5}|::):?){0,9}$/);
    fc.assert(
      fc.property(
        fc.oneof(
          groups,
          fc.ipV6().filter((each) => !each.includes('.')),
          almost,
        ),
        (text) => {
          const address = parseIP(text);
          const isIPv6 = text.includes(':') && ipaddr.IPv6.isValid(text);
          expect(address?.family).toBe(isIPv6 ? 'IPv6' : undefined);
          if (address === null) return;
          const other = ipaddr.IPv6.parse(text);
          if (!other.isIPv4MappedAddress()) expect(formatIP(address)).toBe(other.toRFC5952String());
          const digits = other.parts.map((part) => part.toString(16).padStart(4, '0')).join('');
          expect(address.value.toString(16).padStart(32, '0')).toBe(digits);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('writes canonically what it reads back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseIP(text)!;
        const again = parseIP(formatIP(address))!;
        expect(again.value).toBe(address.value);
        expect(formatIP(again)).toBe(formatIP(address));
      }),
    );
  });
});

describe('ranges', () => {
  it.each([
    ['10.244.1.0/24', '10.244.1.0', true],
    ['10.244.1.0/24', '10.244.1.255', true],
    ['10.244.1.0/24', '10.244.2.0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['10.96.0.10/32', '10.96.0.10', true],
    ['10.96.0.10/32', '10.96.0.11', false],
    ['2001:db8::/64', '2001:db8::ffff', true],
    ['2001:db8::/64', '2001:db8:0:1::', false],
    ['::/0', '10.0.0.1', false],
  ])('%s and %s', (range, address, isInside) => {
    expect(containsAddress(range, address)).toBe(isInside);
    expect(rangeMatcher([range])(address)).toBe(isInside);
  });

  it('counts from the start of the range and not beyond its end', () => {
    expect(nthAddress('10.96.0.0/16', 10)).toBe('10.96.0.10');
    expect(nthAddress('10.244.1.0/24', 255)).toBe('10.244.1.255');
    expect(nthAddress('10.244.1.0/24', 256)).toBeNull();
    expect(nthAddress('10.244.1.7/24', 1)).toBe('10.244.1.1');
    expect(nthAddress('2001:db8::/64', 2 ** 40)).toBe('2001:db8::100:0:0');
    expect(nthAddress('shop', 1)).toBeNull();
    expect(addressCount(parseCIDR('192.0.2.0/24')!)).toBe(256);
  });

  it('matches any of several ranges, and nothing for ranges that are none', () => {
    const isInside = rangeMatcher([' 192.0.2.0/24', '2001:db8::/32', 'nonsense']);
    expect(['192.0.2.9', '2001:db8::9', '198.51.100.1', 'shop'].map(isInside)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('reads prefix lengths strictly or sloppily', () => {
    expect(parseCIDR('192.168.0.0/016')).toBeNull();
    expect(formatCIDR(parseCIDRSloppy('192.168.01.0/016')!)).toBe('192.168.0.0/16');
    expect(parseCIDR('10.0.0.0/33')).toBeNull();
    expect(parseCIDR('10.0.0.0')).toBeNull();
  });
});
