import { type EventBridgeClient, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from '@jest/globals';
import { requireBus } from './event-bus-there.ts';

const answering = (send: () => Promise<unknown>) => ({ send }) as unknown as EventBridgeClient;
const failing = (error: Error) => answering(() => Promise.reject(error));
const named = (name: string) => Object.assign(new Error(name), { name });

describe('a bus that events are to be sent to', () => {
  it('is there, or one may not ask', async () => {
    await requireBus(
      answering(async () => ({ Name: 'TestBus' })),
      'TestBus',
    );
    await requireBus(failing(named('AccessDeniedException')), 'arn:aws:events:eu-west-1:1:event-bus/theirs');
  });

  it('is refused where it is not there', async () => {
    const missing = failing(new ResourceNotFoundException({ message: 'none', $metadata: {} }));
    await expect(requireBus(missing, 'TestBus')).rejects.toMatchObject({
      code: 'UNKNOWN_BUS',
      message: expect.stringContaining('There is no bus TestBus'),
    });
  });

  it('is not taken to be there because something else went wrong', async () => {
    await expect(requireBus(failing(named('InternalException')), 'TestBus')).rejects.toThrow('InternalException');
  });
});
