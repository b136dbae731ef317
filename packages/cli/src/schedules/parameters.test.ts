import { describe, expect, it } from '@jest/globals';
import { parameter } from './parameters.ts';

describe('a parameter on the command line', () => {
  it.each([
    ['hour=6', { hour: 6 }],
    ['share=-0.25', { share: -0.25 }],
    ['on=true', { on: true }],
    ['code=007', { code: '007' }],
    ['code="7"', { code: '7' }],
    ['say="a\\nb"', { say: 'a\nb' }],
    ['say="', { say: '"' }],
    ['url=https://a.example/?x=1', { url: 'https://a.example/?x=1' }],
    ['empty=', { empty: '' }],
    ['long=12345678901234567890', { long: '12345678901234567890' }],
  ])('%s', (text, expected) => expect(parameter(text)).toEqual(expected));

  it('adds to those before it', () => expect(parameter('b=2', { a: 1 })).toEqual({ a: 1, b: 2 }));

  it.each(['', 'hour', '=6', 'Hour=6'])('%j is none', (text) =>
    expect(() => parameter(text)).toThrow('such as hour=6'),
  );
});
