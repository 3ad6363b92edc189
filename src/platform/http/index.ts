export * from './outbound.js';
export { checkUrl, isPublicAddress, type NetworkPolicy, type Resolver } from './addresses.js';
export { OutboundClient, type OutboundClientOptions } from './outbound-client.js';
