import { withCurDeadLetters } from '../../../cur-dead-letters.ts';
import { showCommand } from '../../../dlq-show.ts';

export const command = () => showCommand(withCurDeadLetters);
