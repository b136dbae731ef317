import { MemoryRunOutcomes, MemorySecrets } from './fakes.ts';
import { runOutcomesContract } from './run-outcomes.contract.ts';
import { secretsContract } from './secrets.contract.ts';

runOutcomesContract('runs in memory', async () => {
  const outcomes = new MemoryRunOutcomes();
  return {
    outcomes,
    add: async (scheduleId, runId) => outcomes.add(scheduleId, runId),
    noted: async (scheduleId, runId) => outcomes.runs.get(`${scheduleId} ${runId}`),
  };
});

secretsContract('secrets in memory', async () => {
  const secrets = new MemorySecrets();
  const arnOf = async (value: string | undefined) => {
    if (value !== undefined) secrets.values.set('arn:a', value);
    return 'arn:a';
  };
  return { secrets, arnOf };
});
