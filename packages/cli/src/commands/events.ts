import { Command } from 'commander';

export const command = () =>
  new Command().description('Events: their types and schemas, publishing, following, replay.');
