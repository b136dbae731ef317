import type { Command } from 'commander';
import { listLetters, type WithDeadLetters } from './dead-letter-queues.ts';
import { print } from './output.ts';
import { noSuchMessage } from './redrive.ts';
import { type StackOptions, stackCommand } from './stack.ts';
import { fields } from './table.ts';

/** The command that shows one message of a dead-letter queue. */
export const showCommand = (withDeadLetters: WithDeadLetters): Command =>
  stackCommand('One message with its body.')
    .argument('<message-id>', 'as "list" shows it')
    .action((messageId: string, options: StackOptions) =>
      withDeadLetters(options, async (stack) => {
        const found = (await listLetters(stack)).find(({ letter }) => letter.messageId === messageId);
        if (!found) throw noSuchMessage(messageId);
        const { letter, listed } = found;
        const shown = { ...listed, attributes: letter.attributes, body: bodyOf(letter.body) };
        const attributes = Object.entries(letter.attributes);
        const head = fields([
          ['consumer', listed.consumer],
          ['queue', listed.queue],
          ['message', listed.message_id],
          ['about', listed.about],
          ['sent', listed.sent_at],
          ['receives', listed.receives],
          ['reason', listed.reason],
          ['tries', listed.error?.attempt],
          ['last try', listed.error?.at],
          ...attributes,
        ]);
        print(shown, `${head}\n\n${JSON.stringify(shown.body, null, 2)}`, options);
      }),
    );

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
