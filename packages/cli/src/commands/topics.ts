import { Command } from 'commander';

export const command = () => new Command().description('Topics, and the hours at which they are produced.');
