import { MemoryRunHistory } from './fakes.ts';
import { runHistoryContract } from './run-history.contract.ts';

runHistoryContract('run history in memory', (clock) => new MemoryRunHistory(clock));
