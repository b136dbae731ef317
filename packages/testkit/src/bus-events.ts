interface BusEventOptions {
  readonly id?: string;
  readonly time?: string;
  readonly detail?: object;
  readonly replayName?: string;
}

/** An event of a contract as EventBridge hands it to a target; its detail is the contract's example unless given. */
export const busEvent = (
  contract: { readonly name: string; readonly source: string; readonly example: object },
  { id = 'event-1', time = '2026-11-24T10:00:00Z', detail = contract.example, replayName }: BusEventOptions = {},
) => ({
  version: '0',
  id,
  'detail-type': contract.name,
  source: contract.source,
  account: '000000000000',
  time,
  region: 'us-east-1',
  resources: [],
  detail,
  ...(replayName !== undefined && { 'replay-name': replayName }),
});
