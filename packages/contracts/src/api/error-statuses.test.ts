import { describe, expect, it } from '@jest/globals';
import { statusOf } from './error-statuses.ts';
import { API_OPERATIONS } from './index.ts';

describe('statusOf', () => {
  it.each([
    ['invalid_schedule_expression', 400],
    ['INVALID_CURSOR', 400],
    ['SCHEDULE_NOT_FOUND', 404],
    ['NOT_FOUND', 404],
    ['name_taken', 409],
    ['SCHEDULE_ENDED', 409],
    ['VERSION_CONFLICT', 412],
    ['PAYLOAD_TOO_LARGE', 413],
    ['RATE_LIMITED', 429],
    ['SCHEDULE_QUOTA_EXCEEDED', 429],
  ])('of %s is %i', (code, status) => {
    expect(statusOf(code)).toBe(status);
  });

  it.each(['INTERNAL', 'AWS_FAILED', 'constructor', 'NOT_FOUND_TABLE', ''])('is none of %p', (code) => {
    expect(statusOf(code)).toBeUndefined();
  });

  it('knows every error that an operation declares', () => {
    const codes = Object.values(API_OPERATIONS).flatMap(({ errors }) => errors);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => statusOf(code) === undefined)).toEqual([]);
  });
});
