import { withCurDeadLetters } from '../../../cur-dead-letters.ts';
import { redriveCommand } from '../../../dlq-redrive.ts';

export const command = () => redriveCommand(withCurDeadLetters);
