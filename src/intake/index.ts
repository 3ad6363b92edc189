export { IntakeModule } from './intake.module.js';
export { intakePaths } from './intake.openapi.js';
export { IntakeServer } from './intake.server.js';
export { MarketplaceIntake } from './marketplace/marketplace.intake.js';
export { PartnerIntake } from './partner/partner.intake.js';
export { readBody } from './readers.js';
export { checkSources } from './check-up.js';
