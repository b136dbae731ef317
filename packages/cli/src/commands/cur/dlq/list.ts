import { type ListedLetter, listLetters } from '../../../dead-letter-queues.ts';
import { print } from '../../../output.ts';
import { type StackOptions, stackCommand, withStack } from '../../../stack.ts';
import { table, toSeconds } from '../../../table.ts';

export const command = () =>
  stackCommand('Every message that failed for good and why. Looking does not remove any.').action(
    (options: StackOptions) =>
      withStack(options, async (stack) => {
        const letters = (await listLetters(stack)).map(({ listed }) => listed);
        print(letters, letterTable(letters), options);
      }),
  );

const letterTable = (letters: ListedLetter[]) =>
  table(
    letters,
    [
      { title: 'QUEUE', value: ({ queue }) => queue },
      { title: 'MESSAGE', value: ({ message_id }) => message_id },
      { title: 'SENT', value: ({ sent_at }) => toSeconds(sent_at) },
      { title: 'ABOUT', value: ({ about }) => about },
      { title: 'REASON', value: ({ reason }) => reason },
    ],
    'The dead-letter queues are empty.',
  );
