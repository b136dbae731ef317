import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@almanac/kernel';
import { confirm } from '../../confirm.ts';
import { newId, now, withEventStack } from '../../event-stack.ts';
import { wholeNumber } from '../../numbers.ts';
import { print, progress } from '../../output.ts';
import { type Replayed, replayEvents } from '../../replay-events.ts';
import { checkOptions, type ReplayOptions, replayRequest } from '../../replay-request.ts';
import { type StackOptions, stackCommand } from '../../stack.ts';
import { table } from '../../table.ts';
import { timeOr } from '../../time-options.ts';

const DEFAULT_RATE = 20;

interface Options extends StackOptions, Omit<ReplayOptions, 'to'> {
  readonly to?: Date;
  readonly rate: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export const command = () =>
  stackCommand("Send past events again: from the archive to their bus's rules, or in order to one consumer or bus.")
    .option('--bus <bus>', 'cost or media, or the name of one of them')
    .requiredOption('--from <time>', 'first moment of the events, or how long ago, such as 2h', timeOr(now))
    .option('--to <time>', 'end of the events, exclusive (default: now)', timeOr(now))
    .option('--rule <rules...>', 'only events that these rules match; from the archive, only to them')
    .option('--type <types...>', 'only these event types; with --consumer or --to-bus')
    .option('--consumer <name>', 'to this consumer alone, in order, from the audit copy')
    .option('--to-bus <name>', 'to another bus, in order, from the audit copy')
    .option('--reprocess', 'have the consumer handle again what it has handled')
    .option('--rate <n>', 'at most so many events a second; with --consumer or --to-bus', wholeNumber, DEFAULT_RATE)
    .option('--dry-run', 'only count')
    .option('--yes', 'do not ask')
    .action((options: Options) => {
      const asked = { ...options, to: options.to ?? now() };
      checkOptions(asked);
      return withEventStack(options, async (stack) => {
        const name = `almanac-${newId()}`;
        const deps = {
          ...stack,
          ...{ clock: systemClock, wait: sleep, say: progress.say },
          confirm: (question: string) => {
            progress.end();
            return confirm(question, options);
          },
        };
        const isDryRun = options.dryRun ?? false;
        const settings = { ...asked, name, perSecond: options.rate, isDryRun };
        const replayed = await replayEvents(deps, await replayRequest(stack, asked), settings).finally(progress.end);
        print(toJson(replayed, settings), replayText(replayed, isDryRun), options);
      });
    });

const toJson = (
  { way, bus, target, plan, cleared, sent }: Replayed,
  { name, from, to, isDryRun }: { name: string; from: Date; to: Date; isDryRun: boolean },
) => ({
  ...{ way, dry_run: isDryRun, replay: name, bus, target: target ?? null },
  ...{ from: from.toISOString(), to: to.toISOString() },
  ...{ events: plan.events.length, repeats: plan.repeats, types: plan.types },
  ...{ cleared: cleared ?? null, sent: sent ?? null },
});

function replayText({ way, bus, target, plan, cleared, sent }: Replayed, isDryRun: boolean): string {
  const types = table(
    Object.entries(plan.types).sort(([a], [b]) => (a < b ? -1 : 1)),
    [
      { title: 'EVENT', value: ([type]) => type },
      { title: 'COUNT', value: ([, count]) => count },
    ],
    `The audit copy holds no such events of ${bus}.`,
  );
  const done =
    way === 'archive'
      ? `EventBridge has replayed them to the rules of ${bus}.`
      : `${sent ?? 0} sent to ${target}.${cleared === undefined ? '' : ` ${cleared} records of handled events were cleared before.`}`;
  return [types, '', isDryRun ? 'A dry run: nothing was sent.' : done].join('\n');
}
