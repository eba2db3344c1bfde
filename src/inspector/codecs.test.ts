import { describe, expect, it } from 'vitest';
import { type Codec, labelPairs, listeningPorts, portNumberOrName, textList, wholeNumber } from './codecs.ts';

const roundTrips: [string, Codec, unknown, string][] = [
  ['labels', labelPairs, { app: 'shop', 'example.com/tier': '' }, 'app=shop, example.com/tier='],
  ['no labels', labelPairs, undefined, ''],
  ['a list', textList, ['10.0.0.0/8', '192.0.2.1/32'], '10.0.0.0/8, 192.0.2.1/32'],
  [
    'ports',
    listeningPorts,
    [
      { port: 80, protocol: 'TCP' },
      { port: 53, protocol: 'UDP' },
    ],
    '80, 53/UDP',
  ],
  ['a port name', portNumberOrName, 'http', 'http'],
  ['a port number', portNumberOrName, 8080, '8080'],
  ['a number', wholeNumber, 0.5, '0.5'],
  ['nothing', wholeNumber, undefined, ''],
];

describe('one line of text', () => {
  it.each(roundTrips)('%s: prints and reads back', (_, codec, value, text) => {
    expect(codec.print(value)).toBe(text);
    expect(codec.parse(text)).toEqual({ value });
  });

  it('forgives spaces, line breaks and commas too many', () => {
    expect(labelPairs.parse(' app = shop,\n tier=web, ')).toEqual({ value: { app: 'shop', tier: 'web' } });
  });

  it.each([
    [labelPairs, 'app'],
    [labelPairs, '=shop'],
    [labelPairs, 'a=b=c'],
    [listeningPorts, 'http'],
    [listeningPorts, '80/XTP'],
    [wholeNumber, 'many'],
  ] as [Codec, string][])('%o says what is wrong with "%s"', (codec, text) => {
    expect(codec.parse(text)).toEqual({ error: expect.stringContaining(text) });
  });
});
