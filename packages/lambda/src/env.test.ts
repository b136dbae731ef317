import { describe, expect, it } from '@jest/globals';
import { env, list, string, traceHeader, wholeNumber } from './env.ts';

describe('env', () => {
  it('reads texts and whole numbers', () => {
    expect(env({ TABLE: string(), TRIES: wholeNumber(1) }, { TABLE: 't', TRIES: '3', OTHER: 'x' })).toEqual({
      TABLE: 't',
      TRIES: 3,
    });
  });

  it('reads lists, the empty one too', () => {
    expect(env({ A: list(), B: list() }, { A: 'x,y', B: '' })).toEqual({ A: ['x', 'y'], B: [] });
  });

  it('names everything that is missing or malformed in one error', () => {
    const read = () => env({ TABLE: string(), TRIES: wholeNumber(1), PAUSE: wholeNumber() }, { TABLE: '', TRIES: '0' });
    expect(read).toThrow(/TABLE.*TRIES.*PAUSE/);
    expect(read).toThrow(expect.objectContaining({ code: 'BAD_CONFIGURATION' }));
  });
});

describe('traceHeader', () => {
  it('is what Lambda says of the invocation, or nothing', () => {
    expect(traceHeader({ _X_AMZN_TRACE_ID: 'Root=1-5f;Sampled=1' })).toBe('Root=1-5f;Sampled=1');
    expect(traceHeader({ _X_AMZN_TRACE_ID: '' })).toBeUndefined();
    expect(traceHeader({})).toBeUndefined();
  });
});
