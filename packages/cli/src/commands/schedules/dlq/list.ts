import { withExamples } from '../../../api-command.ts';
import { ONE_CONSUMER } from '../../../dead-letter-queues.ts';
import { listCommand } from '../../../dlq-list.ts';
import { withScheduleDeadLetters } from '../../../schedule-dead-letters.ts';

export const command = () =>
  withExamples(listCommand(withScheduleDeadLetters).option(...ONE_CONSUMER), [
    'schedules dlq list',
    'schedules dlq list --consumer schedule-runner',
  ]);
