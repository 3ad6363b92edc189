import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { Id } from '../../platform/api/index.js';
import { DecidedProfiles, MergeProfiles, SplitProfile } from './decision.dto.js';
import { DecisionService } from './decision.service.js';

@ApiTags('profiles')
@Controller('api/v1/profiles')
export class ProfileDecisionController {
  constructor(private readonly decisions: DecisionService) {}

  /**
   * Says that these people are one. The oldest profile stays, and the ids of the others go on answering there.
   * A split takes it back.
   */
  @Post('merge')
  @HttpCode(200)
  merge(@By() caller: Caller, @Body() { profileIds }: MergeProfiles): Promise<DecidedProfiles> {
    return this.decisions.merge(caller, profileIds);
  }

  /**
   * Takes leads out of a person, for good: the matcher never puts them together again. Whoever was a profile of
   * their own before a merge gets their id back.
   */
  @Post(':id/split')
  @HttpCode(200)
  split(
    @By() caller: Caller,
    @Id() id: string,
    @Body() { eventIds }: SplitProfile,
  ): Promise<DecidedProfiles> {
    return this.decisions.split(caller, id, eventIds);
  }
}
