import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { answerQuestions } from './schedule-questions.ts';

const bin = join(import.meta.dirname, '..', 'bin', 'almanac.mjs');
const now = () => new Date('2026-01-01T00:00:00Z');

const answersTo = async (...lines: string[]): Promise<unknown[]> => {
  const answers: unknown[] = [];
  for await (const answer of answerQuestions(Readable.from([lines.join('\n')]), now)) answers.push(JSON.parse(answer));
  return answers;
};
const answerTo = async (question: object): Promise<unknown> => (await answersTo(JSON.stringify(question)))[0];

describe('questions about schedules', () => {
  it('are answered line by line, wrong ones among them', async () => {
    const good = {
      expression: 'cron(30 2 * * ? *)',
      timezone: 'America/New_York',
      from: '2026-03-07T12:00:00Z',
      count: 1,
    };
    const wrong = { ...good, expression: 'cron(0 0 * * SUN *)' };
    expect(await answersTo(JSON.stringify(good), '', JSON.stringify(wrong), '{', '[]', JSON.stringify(good))).toEqual([
      { next_executions: ['2026-03-09T06:30:00Z'] },
      {
        error: 'INVALID_SCHEDULE_EXPRESSION',
        message: expect.stringContaining('did you mean cron(0 0 ? * SUN *)?'),
        details: expect.objectContaining({ field: 'day-of-month', position: 3, suggestion: 'cron(0 0 ? * SUN *)' }),
      },
      { error: 'BAD_QUESTION', message: expect.stringContaining('not JSON'), details: {} },
      { error: 'BAD_QUESTION', message: 'The line holds no object', details: {} },
      { next_executions: ['2026-03-09T06:30:00Z'] },
    ]);
  });

  it('may leave out the zone, the time and the number, and have a window', async () => {
    expect(
      await answerTo({ expression: 'rate(1 day)', start_date: '2026-01-05', end_date: '2026-01-06T00:00:00Z' }),
    ).toEqual({
      next_executions: ['2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'],
    });
    expect(await answerTo({ expression: 'rate(1 day)' })).toMatchObject({ next_executions: { length: 10 } });
    expect(await answerTo({ expression: 'cron(0 0 30 2 ? *)' })).toEqual({ next_executions: [] });
  });

  it.each([
    ['expression', { expression: undefined }],
    ['expression', { expression: 5 }],
    ['timezone', { timezone: 1 }],
    ['from', { from: 'tomorrow' }],
    ['from', { from: 5 }],
    ['start_date', { start_date: '2026-13-01' }],
    ['count', { count: 0 }],
    ['count', { count: '3' }],
    ['count', { count: 1e9 }],
  ])('name %s where it is wrong', async (field, wrong) => {
    expect(await answerTo({ expression: 'rate(1 day)', ...wrong })).toMatchObject({
      error: 'BAD_QUESTION',
      message: expect.stringMatching(new RegExp(`^${field} `)),
      details: { field },
    });
  });
});

describe('almanac schedules next', () => {
  const almanac = (args: string[], input = '') =>
    spawnSync(process.execPath, [bin, 'schedules', 'next', ...args], { encoding: 'utf8', input });

  it('prints the runs and what the clocks do to them', () => {
    const args = ['cron(30 2 * * ? *)', '--tz', 'America/New_York', '--from', '2026-03-07T12:00:00Z', '-n', '2'];
    const { status, stdout } = almanac([...args, '--json']);
    expect(JSON.parse(stdout)).toEqual({
      next_executions: ['2026-03-09T06:30:00Z', '2026-03-10T06:30:00Z'],
      local_times: ['2026-03-09T02:30:00-04:00', '2026-03-10T02:30:00-04:00'],
      dst_notes: ['2026-03-08: the clocks of America/New_York go forward; 02:30 is left out, with no run.'],
      notes: [],
    });
    expect(status).toBe(0);
    expect(almanac(args).stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^UTC +LOCAL/),
      '2026-03-09T06:30:00Z  2026-03-09T02:30:00-04:00',
      '2026-03-10T06:30:00Z  2026-03-10T02:30:00-04:00',
      'note: 2026-03-08: the clocks of America/New_York go forward; 02:30 is left out, with no run.',
    ]);
  });

  it('ends with 1 for a wrong expression, and with 2 without one', () => {
    const wrong = almanac(['cron(0 9 * * *)', '--json']);
    expect([wrong.status, JSON.parse(wrong.stdout).error]).toEqual([1, 'INVALID_SCHEDULE_EXPRESSION']);
    expect(almanac(['rate(1 day)', '--tz', 'Mars/Olympus'])).toMatchObject({ status: 1, stdout: '' });
    expect(almanac([])).toMatchObject({ status: 2, stderr: 'almanac: Which expression? Or give --stdin.\n' });
    expect(almanac(['rate(1 day)', '-n', '10001']).status).toBe(2);
  });

  it('answers standard input', () => {
    const question = {
      expression: 'at(2026-11-20T13:00:00)',
      timezone: 'America/Los_Angeles',
      from: '2026-01-01T00:00:00Z',
    };
    const { status, stdout } = almanac(['--stdin'], `${JSON.stringify(question)}\n{}\n`.repeat(500));
    const lines = stdout.trimEnd().split('\n');
    expect([status, lines.length]).toEqual([0, 1000]);
    expect(lines[998]).toBe('{"next_executions":["2026-11-20T21:00:00Z"]}');
    expect(JSON.parse(lines[999] ?? '')).toMatchObject({ error: 'BAD_QUESTION', details: { field: 'expression' } });
  });
});
