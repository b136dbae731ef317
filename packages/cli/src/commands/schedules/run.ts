import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, dataOf } from '@almanac/client';
import { systemClock } from '@almanac/kernel';
import { apiCommand } from '../../api-command.ts';
import { withApi } from '../../api-stack.ts';
import { FailedCheck } from '../../failed-check.ts';
import { objectArgument } from '../../json-argument.ts';
import { seconds } from '../../numbers.ts';
import { print, progress } from '../../output.ts';
import { scheduleIdOf } from '../../schedules/find-schedule.ts';
import { followRun, hasFailed } from '../../schedules/follow-run.ts';
import { runsText } from '../../schedules/runs-text.ts';
import type { StackOptions } from '../../stack.ts';

const DEFAULT_SECONDS = 120;
const POLL_MS = 1_000;

interface Options extends StackOptions {
  readonly payload?: string;
  readonly idempotencyKey?: string;
  readonly wait?: boolean;
  readonly timeout: number;
}

export const command = () =>
  apiCommand(
    'Run a schedule now, also a paused one; with --wait until its outcome is known, and exit code 1 where it failed.',
    'schedules run daily-check --wait',
    `schedules run daily-check --payload '{"action":"check_tee_times","course_id":"spyglass"}'`,
  )
    .argument('<schedule>', 'its id or name')
    .option('--payload <json>', 'instead of its own: JSON, @file, or - for standard input')
    .option('--idempotency-key <key>', 'the same key again is the same run')
    .option('--wait', 'until its outcome is known')
    .option('--timeout <seconds>', 'wait so long', seconds, DEFAULT_SECONDS)
    .action(async (named: string, options: Options) => {
      const payload = options.payload === undefined ? undefined : await payloadOf(options.payload);
      await withApi(options, ({ client }) => run(client, named, payload, options));
    });

const payloadOf = (given: string) =>
  objectArgument(given, { name: '--payload', what: 'the payload of a run', code: 'BAD_JSON', stdin: process.stdin });

type Payload = Awaited<ReturnType<typeof payloadOf>>;

async function run(client: ApiClient, named: string, payload: Payload | undefined, options: Options): Promise<void> {
  const id = await scheduleIdOf(client, named);
  const key = options.idempotencyKey;
  const params = { path: { id }, ...(key !== undefined && { header: { 'Idempotency-Key': key } }) };
  const accepted = await dataOf(
    client.POST('/api/schedules/{id}/run', { params, ...(payload && { body: { payload } }) }),
  );
  if (!options.wait) return print(accepted, `The run ${accepted.run_id} is on its way.`, options);
  const schedule = await dataOf(client.GET('/api/schedules/{id}', { params: { path: { id } } }));
  const following = {
    clock: systemClock,
    sleep,
    onState: progress.say,
    timeoutMs: options.timeout * 1000,
    pollMs: POLL_MS,
  };
  const done = await followRun(client, schedule, accepted.run_id, following).finally(progress.end);
  print(done, runsText([done], null), options);
  if (hasFailed(done)) throw new FailedCheck('The run failed');
}
