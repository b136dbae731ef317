import { withExamples } from '../../../api-command.ts';
import { ONE_CONSUMER } from '../../../dead-letter-queues.ts';
import { redriveCommand } from '../../../dlq-redrive.ts';
import { withScheduleDeadLetters } from '../../../schedule-dead-letters.ts';

export const command = () =>
  withExamples(redriveCommand(withScheduleDeadLetters).option(...ONE_CONSUMER), [
    'schedules dlq redrive --consumer schedule-runner --dry-run',
    'schedules dlq redrive',
  ]);
