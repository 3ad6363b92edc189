export { DeliveryModule } from './delivery.module.js';
export { DeliveryMarker } from './delivery.marker.js';
export { channelSecrets } from './alerts/channel-secret.js';
export { destinationCredentials } from './destinations/sessions.js';
export { checkDestinations, checkSyncs } from './check-up.js';
