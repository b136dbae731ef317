import { CUR_EVENT_SOURCE, costDataPublished, costFileFailed } from '@almanac/contracts';
import type { CostEvents } from '@almanac/cur';
import { AlmanacError } from '@almanac/kernel';
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

/** Publishes the events of the cur subsystem; one that violates its contract never leaves. */
export function eventBridgeCostEvents(eventBridge: EventBridgeClient, busName: string): CostEvents {
  const put = async (detailType: string, detail: { metadata: { time: string } }) => {
    const { Entries = [] } = await eventBridge.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: busName,
            Source: CUR_EVENT_SOURCE,
            DetailType: detailType,
            Detail: JSON.stringify(detail),
            Time: new Date(detail.metadata.time),
          },
        ],
      }),
    );
    const refused = Entries.find(({ ErrorCode }) => ErrorCode);
    if (refused) throw new AlmanacError('EVENT_REFUSED', `EventBridge refused ${detailType}: ${refused.ErrorMessage}`);
  };
  return {
    dataPublished: (event) => put('CostDataPublished', costDataPublished.detail.parse(event)),
    fileFailed: (event) => put('CostFileFailed', costFileFailed.detail.parse(event)),
  };
}
