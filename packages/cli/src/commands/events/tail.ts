import { setTimeout as sleep } from 'node:timers/promises';
import { type EventEnvelope, eventBridgeForm, identityOf } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { busNamed, now, withEventStack } from '../../event-stack.ts';
import { seconds } from '../../numbers.ts';
import { type StackOptions, stackCommand } from '../../stack.ts';
import { toSeconds } from '../../table.ts';
import { tailEvents } from '../../tail-events.ts';
import { timeOr } from '../../time-options.ts';

interface Options extends StackOptions {
  readonly bus: string;
  readonly type?: string[];
  readonly since?: Date;
  readonly for?: number;
}

export const command = () =>
  stackCommand('Follow the events of a bus, from the audit copy, until Ctrl-C; with --json one event a line.')
    .option('--bus <bus>', 'cost, media or schedules, or the name of one of them', 'media')
    .option('--type <types...>', 'only these event types')
    .option('--since <time>', 'a time, or how long ago, such as 15m (default: now)', timeOr(now))
    .option('--for <seconds>', 'stop after so long', seconds)
    .action((options: Options) =>
      withEventStack(options, async ({ outputs, audit }) => {
        const started = now();
        const tail = {
          bus: busNamed(outputs, options.bus),
          since: options.since ?? started,
          ...(options.for !== undefined && { until: new Date(started.getTime() + options.for * 1000) }),
          pollMs: outputs.endpoint_url ? 500 : 5000,
          select: ({ detailType }: EventEnvelope) => options.type?.includes(detailType) ?? true,
        };
        for await (const event of tailEvents({ audit, clock: systemClock, wait: sleep }, tail)) {
          process.stdout.write(`${options.json ? JSON.stringify(eventBridgeForm(event)) : lineOf(event)}\n`);
        }
      }),
    );

/** The fields of an event but for its metadata, on one line. */
function lineOf(event: EventEnvelope): string {
  const { id, time } = identityOf(event);
  const { metadata: _, ...detail } = (event.detail ?? {}) as Record<string, unknown>;
  return `${toSeconds(time)}  ${event.detailType}  ${id}  ${JSON.stringify(detail)}`;
}
