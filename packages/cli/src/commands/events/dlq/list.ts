import { ONE_CONSUMER } from '../../../dead-letter-queues.ts';
import { listCommand } from '../../../dlq-list.ts';
import { withEventDeadLetters } from '../../../event-dead-letters.ts';

export const command = () => listCommand(withEventDeadLetters).option(...ONE_CONSUMER);
