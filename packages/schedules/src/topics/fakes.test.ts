import { topicWorld } from './fakes.ts';
import { topicsContract } from './topics.contract.ts';

topicsContract('the memory of content schedules', topicWorld);
