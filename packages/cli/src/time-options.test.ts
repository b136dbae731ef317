import { describe, expect, it } from '@jest/globals';
import { timeAhead, timeOr } from './time-options.ts';

const time = (text: string) => timeOr(() => new Date('2026-11-24T12:00:00Z'))(text).toISOString();

describe('a time on the command line', () => {
  it.each([
    ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z'],
    ['2026-11-24T10:00:00.25+01:00', '2026-11-24T09:00:00.250Z'],
    ['2026-11-24T10:00Z', '2026-11-24T10:00:00.000Z'],
    ['2026-11-24', '2026-11-24T00:00:00.000Z'],
    ['90s', '2026-11-24T11:58:30.000Z'],
    ['15m', '2026-11-24T11:45:00.000Z'],
    ['2h', '2026-11-24T10:00:00.000Z'],
    ['7d', '2026-11-17T12:00:00.000Z'],
  ])('%s is %s', (text, expected) => expect(time(text)).toBe(expected));

  it.each([
    '',
    'now',
    '2h ago',
    '-2h',
    '1w',
    '2026-13-01',
    '2026-02-30',
    '2026-02-29T10:00:00Z',
    '2026-11-24T10:00:00',
    '1732442400',
  ])('%j is none', (text) => {
    expect(() => time(text)).toThrow('a time such as');
  });
});

describe('a time to come on the command line', () => {
  const ahead = (text: string) => timeAhead(() => new Date('2026-11-24T12:00:00Z'))(text).toISOString();

  it.each([
    ['2026-12-24', '2026-12-24T00:00:00.000Z'],
    ['2h', '2026-11-24T14:00:00.000Z'],
    ['7d', '2026-12-01T12:00:00.000Z'],
  ])('%s is %s', (text, expected) => expect(ahead(text)).toBe(expected));

  it.each(['', '+2h', 'tomorrow', '2026-02-30'])('%j is none', (text) => {
    expect(() => ahead(text)).toThrow('how far ahead');
  });
});
