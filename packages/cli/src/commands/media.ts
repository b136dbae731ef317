import { Command } from 'commander';

export const command = () => new Command().description('Media files: send one through the flow.');
