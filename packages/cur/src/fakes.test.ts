import { curatedContract } from './curated.contract.ts';
import { FakeCurated } from './fakes.ts';

curatedContract('the curated store in memory', () => new FakeCurated());
