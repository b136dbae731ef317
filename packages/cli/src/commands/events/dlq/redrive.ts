import { redriveCommand } from '../../../dlq-redrive.ts';
import { ONE_CONSUMER, withEventDeadLetters } from '../../../event-dead-letters.ts';

export const command = () => redriveCommand(withEventDeadLetters).option(...ONE_CONSUMER);
