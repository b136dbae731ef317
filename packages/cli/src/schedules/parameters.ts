import { InvalidArgumentError } from 'commander';

/** Value of a template's parameter. */
export type ParameterValue = string | number | boolean;
export type Parameters = Readonly<Record<string, ParameterValue>>;

/**
 * Option value, repeatable: `name=value`. Numbers, `true` and `false` are such; a text that looks like one stands in
 * double quotes.
 * @throws InvalidArgumentError
 */
export function parameter(text: string, before: Parameters = {}): Parameters {
  const [, name, value = ''] = /^([a-z][a-z0-9_]{0,39})=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('It must be a parameter and its value, such as hour=6.');
  return { ...before, [name]: parameterValue(value) };
}

function parameterValue(text: string): ParameterValue {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/.test(text)) return Number(text);
  if (!/^".*"$/s.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
