import { Command } from 'commander';

export const command = () => new Command().description('Templates that schedules are made from.');
