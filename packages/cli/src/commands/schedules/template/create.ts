import { scheduleTemplate } from '@almanac/contracts';
import { apiCommand } from '../../../api-command.ts';
import { withApi } from '../../../api-stack.ts';
import { objectArgument } from '../../../json-argument.ts';
import { print } from '../../../output.ts';
import { createdOf } from '../../../schedules/answers.ts';
import { checkAgainst } from '../../../schedules/check-definition.ts';
import { templateText } from '../../../schedules/template-text.ts';
import type { StackOptions } from '../../../stack.ts';

export const command = () =>
  apiCommand('Create a template, or replace one of your own.', 'schedules template create template.json')
    .argument('<template>', 'the body of POST /api/schedule-templates: a file, JSON, or - for standard input')
    .action(async (file: string, options: StackOptions) => {
      const argument = { name: 'The template', what: 'a template', code: 'BAD_JSON', stdin: process.stdin };
      const body = checkAgainst(scheduleTemplate, await objectArgument(file, argument));
      await withApi(options, async ({ client }) => {
        const { body: template, created } = await createdOf(client.POST('/api/schedule-templates', { body }));
        const text = `${created ? 'Created.' : 'Replaced.'}\n\n${templateText(template)}`;
        print({ ...template, created }, text, options);
      });
    });
