export { ProfilesModule } from './profiles.module.js';
export { ShownProfile, ShownProfileDetail } from './profile.dto.js';
export { ProfileQueries } from './profile.queries.js';
export { ProfileRepository } from './profile.repository.js';
export { ProfileService } from './profile.service.js';
export * from './identity/index.js';
export { loadModel, type MatchModel } from './matching/index.js';
export * from './survivorship/index.js';
export { profileFieldNames, type Profile, type ProfileFieldName, type ProfileFields } from './profile.js';
