export { EnrichersModule } from './enrichers.module.js';
export { EnricherMarker } from './enricher.marker.js';
export { enricherCredentials } from './enricher.service.js';
