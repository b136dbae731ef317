import { AlmanacError } from '@almanac/kernel';
import { detailTypeOf, type EventContract } from '../event-contract.ts';
import { validateDetail } from '../validate-detail.ts';
import { exampleDetail } from './example-event.ts';
import { REGISTRY_DESCRIPTION_LIMIT } from './open-api.ts';

type ContractRule = readonly [isKept: (contract: EventContract) => boolean, sentence: string];

const RULES: readonly ContractRule[] = [
  [({ name }) => /^[A-Z][A-Za-z0-9]{2,63}$/.test(name), 'its name must be UpperCamelCase, of letters and digits'],
  [({ version }) => /^[1-9]\d*\.\d+$/.test(version), 'its version must be <major>.<minor>, from 1.0 on'],
  [({ source }) => !source.startsWith('aws.'), 'EventBridge refuses sources that begin with "aws."'],
  [({ source }) => /^[a-z0-9.-]{1,128}$/.test(source), 'its source must be lower-case words with dots between them'],
  [({ producers }) => producers.length > 0, 'nobody produces it: name a function or program'],
  [({ detail }) => 'metadata' in detail.shape, 'its detail has no metadata: put eventMetadata there'],
  [({ summary }) => /^\S.*\.$/.test(summary), 'its summary must be a sentence, with a full stop'],
  [
    ({ summary }) => summary.length <= REGISTRY_DESCRIPTION_LIMIT,
    `its summary is longer than the ${REGISTRY_DESCRIPTION_LIMIT} characters that a schema registry takes`,
  ],
];

/**
 * Checks what types alone cannot: names, sources, examples, and that no two contracts mean the same detail type.
 * @throws AlmanacError `BAD_CONTRACT`
 */
export function checkContracts(contracts: readonly EventContract[]): void {
  const seen = new Set<string>();
  for (const contract of contracts) {
    const detailType = detailTypeOf(contract);
    const problem =
      RULES.find(([isKept]) => !isKept(contract))?.[1] ??
      exampleProblem(contract) ??
      (seen.has(detailType) ? 'another contract has the same name and major version' : undefined);
    if (problem) throw new AlmanacError('BAD_CONTRACT', `${contract.name} ${contract.version}: ${problem}`);
    seen.add(detailType);
  }
}

function exampleProblem(contract: EventContract): string | undefined {
  const example = validateDetail(contract, exampleDetail(contract), { unknownFields: 'refuse' });
  const [first] = example.ok ? [] : example.problems;
  return first && `its example is not valid: ${first.path}: ${first.message}`;
}
