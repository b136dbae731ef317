import { Command } from 'commander';

export const command = () =>
  new Command().description('Messages that failed for good, in every dead-letter queue of schedules.');
