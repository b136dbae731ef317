import { Command } from 'commander';

export const command = () => new Command().description('Cost and Usage Reports: inspect, follow, repair.');
