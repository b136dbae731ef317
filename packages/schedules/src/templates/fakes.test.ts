import { MemoryTemplates } from './fakes.ts';
import { templatesContract } from './templates.contract.ts';

templatesContract('templates in memory', () => new MemoryTemplates());
