import { ONE_CONSUMER } from '../../../dead-letter-queues.ts';
import { redriveCommand } from '../../../dlq-redrive.ts';
import { withEventDeadLetters } from '../../../event-dead-letters.ts';

export const command = () => redriveCommand(withEventDeadLetters).option(...ONE_CONSUMER);
