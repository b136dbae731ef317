import type { Rule, SourceFile } from './source-rules.ts';

const LAMBDA = /^resource\s+"aws_lambda_function"/gm;
const VARIABLE = /^variable\s+"([^"]+)"\s*\{([\s\S]*?)^\}/gm;
const ONE_LINE_VARIABLE = /^variable\s+"[^"]+"\s*\{.*\}\s*$/gm;

/** Every function goes through the one module that gives it role, log group and alarms. */
export const oneFunctionResource: Rule = (files) => {
  const places = files.flatMap(({ path, text }) => [...text.matchAll(LAMBDA)].map(() => path));
  return places.length === 1 && places[0]?.startsWith('infra/modules/function/')
    ? []
    : [`aws_lambda_function belongs once into infra/modules/function, and is in: ${places.join(', ') || 'no file'}`];
};

/** Every variable says what it is: its type, never `any`, and what it means. */
export const typedAndDescribedVariables: Rule = (files) => files.flatMap(variableFaults);

const variableFaults = ({ path, text }: SourceFile): string[] => [
  ...[...text.matchAll(ONE_LINE_VARIABLE)].map((match) => `${path}: ${match[0].trim()} has no description`),
  ...[...text.replaceAll(ONE_LINE_VARIABLE, '').matchAll(VARIABLE)].flatMap(([, name, body = '']) => [
    ...(/^ {2}type\s*=/m.test(body) ? [] : [`${path}: variable ${name} has no type`]),
    ...(/^ {2}type\s*=\s*any\b/m.test(body) ? [`${path}: variable ${name} has type any`] : []),
    ...(/^ {2}description\s*=\s*("[^"]|<<)/m.test(body) ? [] : [`${path}: variable ${name} has no description`]),
  ]),
];
