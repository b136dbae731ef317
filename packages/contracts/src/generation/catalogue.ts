import { consumersOf, deadRules, type EventConsumer } from '../event-consumers.ts';
import { detailTypeOf, type EventContract } from '../event-contract.ts';
import { schemaObjectOf } from './detail-schema.ts';
import { exampleEvent } from './example-event.ts';
import { fieldRows } from './field-rows.ts';

const HEAD = `<!-- Made by "npm run schemas" from packages/contracts/src/events and infra/event-consumers.json: do not edit. -->

# Events

Every event type, who sends it and who gets it. The schemas lie in \`infra/schemas\`, an example of each event in
\`test/fixtures/events\`. [Design an event](events/design-an-event.md), [version a schema](events/version-a-schema.md).
`;

/** The page that lists every event, for people. */
export function eventCatalogue(contracts: readonly EventContract[], consumers: readonly EventConsumer[]): string {
  const overview = contracts.map((contract) => {
    const [detailType, names] = [detailTypeOf(contract), consumersOf(contract, consumers).map(({ name }) => name)];
    const producers = contract.producers.join(', ');
    return `| [${detailType}](#${anchor(detailType)}) | ${contract.bus} | ${producers} | ${names.join(', ') || 'none'} |`;
  });
  return [
    HEAD,
    '| event | bus | produced by | consumed by |\n|---|---|---|---|',
    ...overview,
    '',
    ...deadRuleSection(deadRules(consumers, contracts)),
    ...contracts.map((contract) => eventSection(contract, consumersOf(contract, consumers))),
  ].join('\n');
}

/** As GitHub makes the anchor of a heading. */
const anchor = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9-]/g, '');

const deadRuleSection = (sentences: readonly string[]): string[] =>
  sentences.length === 0 ? [] : ['## Rules that match nothing', '', ...sentences.map((text) => `- ${text}`), ''];

function eventSection(contract: EventContract, consumers: readonly EventConsumer[]): string {
  return `## ${detailTypeOf(contract)}

${contract.summary}

| | |
|---|---|
| source | \`${contract.source}\` |
| detail type | \`${detailTypeOf(contract)}\` |
| version | ${contract.version} |
| bus | ${contract.bus} |
| produced by | ${contract.producers.join(', ')} |

${consumers.length === 0 ? 'No consumer is declared.' : consumers.map(consumerLine).join('\n')}

| field of \`detail\` | type | |
|---|---|---|
${fieldRows(schemaObjectOf(contract.detail)).join('\n')}

\`\`\`json
${JSON.stringify(exampleEvent(contract), null, 2)}
\`\`\`
`;
}

const consumerLine = ({ name, target, summary, detail }: EventConsumer): string =>
  `- \`${name}\` (${target.replace('_', ' ')})${detail ? ', where its filter matches' : ''}: ${summary}`;
