import { AlmanacError } from '@almanac/kernel';
import {
  DescribeEventBusCommand,
  type EventBridgeClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';

/**
 * Asks whether a bus is there, because EventBridge takes events for one that is not, and drops them. Where one may not
 * ask, as of another account's, it is taken to be.
 * Source: EventBridge User Guide, "Sending events with PutEvents", section "Handling failures with PutEvents".
 * @param name name or ARN
 * @throws AlmanacError `UNKNOWN_BUS`
 */
export async function requireBus(eventBridge: EventBridgeClient, name: string): Promise<void> {
  try {
    await eventBridge.send(new DescribeEventBusCommand({ Name: name }));
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDeniedException') return;
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new AlmanacError(
      'UNKNOWN_BUS',
      `There is no bus ${name}, and EventBridge would drop what is sent there: create it first`,
      { bus: name },
    );
  }
}
