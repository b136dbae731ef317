import { withExamples } from '../../../api-command.ts';
import { showCommand } from '../../../dlq-show.ts';
import { withScheduleDeadLetters } from '../../../schedule-dead-letters.ts';

export const command = () =>
  withExamples(showCommand(withScheduleDeadLetters), ['schedules dlq show c3e42fee-2416-47e5-873b-a531772deffb']);
