import { systemClock } from '@almanac/kernel';
import { type ReconcileReport, reconcileSchedules } from '@almanac/schedules';
import { apiCommand } from '../../api-command.ts';
import { FailedCheck } from '../../failed-check.ts';
import { print, progress } from '../../output.ts';
import { isInStep, reconcileText } from '../../schedules/reconcile-text.ts';
import { onStack, type StackOptions } from '../../stack.ts';

interface Options extends StackOptions {
  readonly repair?: boolean;
}

export const command = () =>
  apiCommand(
    'Whether EventBridge Scheduler agrees with the records of schedules; exit code 1 where it does not.',
    'schedules reconcile',
    'schedules reconcile --repair',
  )
    .option('--repair', 'make it agree')
    .action((options: Options) =>
      onStack(
        {
          parse: (aws) => aws.parseScheduleOutputs,
          ports: (aws, outputs) => aws.stackSchedules(outputs, systemClock),
        },
        options,
        async (deps) => {
          const repair = options.repair ?? false;
          const onProgress = (checked: number) => progress.say(`${checked} schedules compared`);
          const report = await reconcileSchedules(deps)({ repair, onProgress }).finally(progress.end);
          print(toJson(report, repair), reconcileText(report, repair), options);
          if (!isInStep(report, repair)) throw new FailedCheck('Records and EventBridge Scheduler do not agree');
        },
      ),
    );

const toJson = (report: ReconcileReport, repair: boolean) => ({ ok: isInStep(report, repair), repair, ...report });
