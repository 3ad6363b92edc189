import { Module } from '@nestjs/common';
import { LeadsModule } from '../leads/index.js';
import { identityProviders } from './identity/identity.providers.js';
import { IdentityDecisions, Matcher, MatchReviewQueries, Rehearsals } from './identity/index.js';
import { MatchController } from './identity/match.controller.js';
import { ProfileController } from './profile.controller.js';
import { ProfileQueries } from './profile.queries.js';
import { ProfileRepository } from './profile.repository.js';
import { ProfileService } from './profile.service.js';
import { FieldLockRepository, Survivorship } from './survivorship/index.js';

@Module({
  imports: [LeadsModule],
  controllers: [MatchController, ProfileController],
  providers: [
    ...identityProviders,
    FieldLockRepository,
    ProfileQueries,
    ProfileRepository,
    ProfileService,
    Survivorship,
  ],
  exports: [
    FieldLockRepository,
    IdentityDecisions,
    Matcher,
    MatchReviewQueries,
    ProfileQueries,
    ProfileRepository,
    ProfileService,
    Rehearsals,
    Survivorship,
  ],
})
export class ProfilesModule {}
