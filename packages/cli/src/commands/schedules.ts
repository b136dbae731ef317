import { Command } from 'commander';

export const command = () => new Command().description('Schedules: when they run.');
