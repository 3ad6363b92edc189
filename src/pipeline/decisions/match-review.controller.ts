import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, type Page } from '../../platform/api/index.js';
import { MatchReviewPage, MatchReviewQueries, ShownMatchReview } from '../../profiles/index.js';
import { DecidedProfiles, DecideReview } from './decision.dto.js';
import { DecisionService } from './decision.service.js';

@ApiTags('matching')
@Controller('api/v1/match-reviews')
export class MatchReviewController {
  constructor(
    private readonly reviews: MatchReviewQueries,
    private readonly decisions: DecisionService,
  ) {}

  /** Pairs of people of whom it is not clear whether they are one, oldest first; by default those that are open. */
  @Get()
  @ApiPageResponse(ShownMatchReview)
  list(
    @By() { workspaceId }: Caller,
    @Query() { status, ...page }: MatchReviewPage,
  ): Promise<Page<ShownMatchReview>> {
    return this.reviews.list(workspaceId, status, page);
  }

  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownMatchReview> {
    return this.reviews.read(workspaceId, id);
  }

  /** Decides a pair, for good: as `merge` and as a split do. */
  @Post(':id')
  @HttpCode(200)
  decide(
    @By() caller: Caller,
    @Id() id: string,
    @Body() { decision }: DecideReview,
  ): Promise<DecidedProfiles> {
    return this.decisions.decideReview(caller, id, decision);
  }
}
