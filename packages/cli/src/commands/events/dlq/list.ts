import { listCommand } from '../../../dlq-list.ts';
import { ONE_CONSUMER, withEventDeadLetters } from '../../../event-dead-letters.ts';

export const command = () => listCommand(withEventDeadLetters).option(...ONE_CONSUMER);
