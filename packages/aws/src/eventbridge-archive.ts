import type { EventArchive } from '@almanac/events';
import { AlmanacError } from '@almanac/kernel';
import {
  DescribeArchiveCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  type EventBridgeClient,
  ListReplaysCommand,
  ResourceNotFoundException,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import * as z from 'zod';

const ACTIVE = ['STARTING', 'RUNNING', 'CANCELLING'] as const;

/** EventBridge's archives and their replays. */
export function eventBridgeArchive(eventBridge: EventBridgeClient): EventArchive {
  const busOf = async (archiveArn: string): Promise<string> => {
    const ArchiveName = archiveArn.split('/').at(-1);
    const { EventSourceArn = '' } = await eventBridge.send(new DescribeArchiveCommand({ ArchiveName }));
    return EventSourceArn;
  };
  return {
    async active() {
      const counts = await Promise.all(
        ACTIVE.map(async (State) => {
          const { Replays = [] } = await eventBridge.send(new ListReplaysCommand({ State, Limit: 100 }));
          return Replays.length;
        }),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },

    async start({ name, archiveArn, from, to, rules }) {
      const busArn = await busOf(archiveArn);
      const FilterArns = rules.map((rule) => ruleArn(busArn, rule));
      await eventBridge.send(
        new StartReplayCommand({
          ReplayName: name,
          EventSourceArn: archiveArn,
          EventStartTime: wholeSecond(from, Math.floor),
          EventEndTime: wholeSecond(to, Math.ceil),
          Destination: { Arn: busArn, ...(FilterArns.length > 0 && { FilterArns }) },
        }),
      );
    },

    async describe(name) {
      const replay = await eventBridge.send(new DescribeReplayCommand({ ReplayName: name }));
      const { State = 'STARTING', StateReason, EventLastReplayedTime } = replay;
      return {
        state: State,
        ...(StateReason !== undefined && { reason: StateReason }),
        ...(EventLastReplayedTime && { lastEventTime: EventLastReplayedTime.toISOString() }),
      };
    },
  };
}

/** EventBridge keeps the times of events in whole seconds: those of a second that has begun count as of its beginning. */
const wholeSecond = (time: string, rounded: (seconds: number) => number): Date =>
  new Date(rounded(Date.parse(time) / 1000) * 1000);

/** A rule on a bus of one's own: `arn:aws:events:<region>:<account>:rule/<bus>/<rule>`. */
const ruleArn = (busArn: string, rule: string): string => `${busArn.replace(':event-bus/', ':rule/')}/${rule}`;

const pattern = z.record(z.string(), z.unknown());

/** A rule's pattern. @throws AlmanacError `NO_SUCH_RULE` */
export async function rulePattern(
  eventBridge: EventBridgeClient,
  busName: string,
  rule: string,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const { EventPattern } = await eventBridge.send(new DescribeRuleCommand({ EventBusName: busName, Name: rule }));
    return pattern.parse(JSON.parse(EventPattern ?? '{}'));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new AlmanacError('NO_SUCH_RULE', `The bus ${busName} has no rule ${rule}`, { bus: busName, rule });
  }
}
