export { type ActionRequest, type ActionRequestDeps, type ActionResponse, actionRequests } from './action-requests.ts';
export { refusedRange } from './address.ts';
export { type AllowedHost, onlyHostOf, parseAllowedHosts } from './allowed-hosts.ts';
export {
  type OutboundClient,
  type OutboundOptions,
  type OutboundRequest,
  type OutboundResponse,
  outboundClient,
} from './client.ts';
export { sign, verify } from './signature.ts';
export type { Resolve } from './target.ts';
