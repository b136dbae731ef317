export { type Attempt, parseActionMessage, type RequestedAction } from './action-message.ts';
export { type Channel, type ChannelKind, parseChannels } from './channels.ts';
export { type NotifierDeps, type NotifyResult, notify } from './notify.ts';
export { performWebAction, type WebActionDeps, type WebActionResult } from './perform-web-action.ts';
export type {
  GivenUp,
  Mails,
  Once,
  RunOutcome,
  RunOutcomes,
  Secrets,
  WebAnswer,
  WebRequest,
  WebRequests,
} from './ports.ts';
export type { SettleDeps, Settled } from './settle.ts';
