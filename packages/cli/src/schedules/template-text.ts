import { fields, table } from '../table.ts';
import type { Template } from './answers.ts';

/** A template, what it asks for, and the schedule that it makes. */
export function templateText({ name, description, built_in, created_by, parameters, schedule }: Template): string {
  const head = fields([
    ['template', name],
    ['description', description],
    ['of', built_in ? 'the stack' : created_by],
  ]);
  const asked = table(
    Object.entries(parameters),
    [
      { title: 'PARAMETER', value: ([parameter]) => parameter },
      { title: 'DEFAULT', value: ([, { default: value }]) => (value === undefined ? 'must be given' : `${value}`) },
      { title: 'MEANS', value: ([, { description: means }]) => means ?? '' },
    ],
    'It has no parameters.',
  );
  return [head, '', asked, '', JSON.stringify(schedule, null, 2)].join('\n');
}
