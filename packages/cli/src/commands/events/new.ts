import { BUSES } from '@almanac/contracts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type FieldDraft, fieldDraft } from '../../event-scaffold.ts';
import { newEvent } from '../../new-event.ts';
import { print } from '../../output.ts';

interface NewOptions {
  readonly bus: string;
  readonly source: string;
  readonly summary: string;
  readonly producer: string[];
  readonly field?: FieldDraft[];
  readonly json?: boolean;
}

export const command = () =>
  new Command()
    .description('Adds an event type to this checkout: contract, schema, released version, fixture, catalogue.')
    .argument('<name>', 'a fact in the past tense, such as FileArchived')
    .addOption(new Option('--bus <bus>', 'bus it is sent on').choices(BUSES).makeOptionMandatory())
    .requiredOption('--source <source>', 'who says it, such as almanac.cur', eventSource)
    .requiredOption('--summary <sentence>', 'which fact it states, one sentence', sentence)
    .requiredOption('--producer <name...>', 'functions or programs that publish it')
    .option('--field <field>', 'name:type:description, ? behind the type if optional; repeatable', fieldDraft)
    .option('--json', 'print JSON')
    .action((name: string, { bus, source, summary, producer, field = [], json }: NewOptions) => {
      const written = newEvent({ name, bus, source, summary, producers: producer, fields: field });
      print({ name, written }, written.map((path) => `written  ${path}`).join('\n'), { ...(json && { json }) });
    });

function eventSource(text: string): string {
  if (/^(?!aws\.)[a-z0-9.-]{1,128}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be lower-case words with dots between them, and not begin with "aws.".');
}

function sentence(text: string): string {
  if (/^\S[^\n]*\.$/.test(text) && !text.includes('*/')) return text;
  throw new InvalidArgumentError('It must be one sentence with a full stop, such as "A file was archived.".');
}
