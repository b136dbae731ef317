import { awsClients } from '@almanac/aws';
import { awsConfig } from './stack.ts';

/** The product's own clients, pointed at the local stack. */
export const clients = awsClients({ target: awsConfig });
