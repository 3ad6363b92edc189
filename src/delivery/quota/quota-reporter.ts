import type { ApiUsage } from '../../systems/index.js';

/** What a session hears from its vendor of the day's calls, each word once. */
export class QuotaReporter {
  private told: ApiUsage['reported'] = null;
  private usage: () => ApiUsage['reported'] = () => null;

  listenTo(session: { usage(): ApiUsage }): void {
    this.usage = () => session.usage().reported;
  }

  /** What was said since it was last asked; null where nothing was. */
  news(): ApiUsage['reported'] {
    const said = this.usage();
    const isNews = said?.used !== this.told?.used || said?.limit !== this.told?.limit;
    this.told = said;
    return isNews ? said : null;
  }
}
