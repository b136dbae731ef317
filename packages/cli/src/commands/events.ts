import { Command } from 'commander';

export const command = () => new Command().description('Events: publish, follow, replay.');
