import { apiCommand, given } from '../../../api-command.ts';
import { withApi } from '../../../api-stack.ts';
import { createdOf } from '../../../schedules/answers.ts';
import { type Parameters, parameter } from '../../../schedules/parameters.ts';
import type { StackOptions } from '../../../stack.ts';
import { printCreated } from '../create.ts';

interface Options extends StackOptions {
  readonly set?: Parameters;
  readonly group?: string;
  readonly idempotencyKey?: string;
}

export const command = () =>
  apiCommand(
    'Create a schedule from a template.',
    'schedules template use heartbeat --set name=api-heartbeat --set url=https://api.example.com/health',
  )
    .argument('<template>', 'its name')
    .option('--set <name=value>', 'a parameter; repeatable', parameter)
    .option('--group <group>', 'instead of that of the template')
    .option('--idempotency-key <key>', 'the same key again gives the same schedule again')
    .action((name: string, options: Options) =>
      withApi(options, async ({ client }) => {
        const body = {
          parameters: options.set ?? {},
          ...given({ group: options.group, idempotency_key: options.idempotencyKey }),
        };
        const call = client.POST('/api/schedule-templates/{name}/schedules', { params: { path: { name } }, body });
        printCreated(await createdOf(call), options);
      }),
    );
