import { showCommand } from '../../../dlq-show.ts';
import { withEventDeadLetters } from '../../../event-dead-letters.ts';

export const command = () => showCommand(withEventDeadLetters);
