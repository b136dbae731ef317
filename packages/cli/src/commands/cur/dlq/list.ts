import { withCurDeadLetters } from '../../../cur-dead-letters.ts';
import { listCommand } from '../../../dlq-list.ts';

export const command = () => listCommand(withCurDeadLetters);
