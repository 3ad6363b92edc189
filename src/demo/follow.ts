import type { LeadEvent, Profile, Source } from './answers.js';
import type { Api } from './api.js';
import type { Lane } from './lane.js';
import type { Narrator } from './narrator.js';
import type { Scene, StoryLead } from './story.js';
import { changeLine, fullName, profileLine, readingOf, short } from './wording.js';

/** A lead of the story with the event that it became. */
export interface Told {
  readonly lead: StoryLead;
  readonly event: LeadEvent;
}

/** Posts leads to the intake, and tells what became of each by asking the API and looking into the systems. */
export class Follower {
  readonly told: Told[] = [];

  constructor(
    private readonly api: Api,
    private readonly source: Source,
    private readonly narrator: Narrator,
  ) {}

  /** Posts the leads of a scene one right after the other; answers whose they are. */
  async post(scene: Scene): Promise<string[]> {
    const people = new Set<string>();
    for (const lead of scene) {
      const event = await this.postOne(lead);
      this.told.push({ lead, event });
      if (event.profileId) people.add(event.profileId);
    }
    return [...people];
  }

  private async postOne(lead: StoryLead): Promise<LeadEvent> {
    this.narrator.happens(lead.tells);
    const before = performance.now();
    const { eventId } = await this.api.send<{ eventId: string }>(
      this.source.intakePath,
      lead.body,
      lead.contentType,
    );
    const took = Math.max(1, Math.round(performance.now() - before));
    const size = `${Buffer.byteLength(lead.body)} bytes of ${lead.contentType}`;
    this.narrator.line('posted', `200 after ${took} ms, ${size}, kept as lead ${short(eventId)}`, 'aside');
    const event = await this.api.until(`lead ${eventId} to be read`, async () => {
      const read = await this.api.get<LeadEvent>(`/api/v1/lead-events/${eventId}`);
      return read.status === 'received' ? null : read;
    });
    await this.tellReading(event);
    return event;
  }

  private async tellReading(event: LeadEvent): Promise<void> {
    const { narrator } = this;
    if (event.leadSource.raw !== null) narrator.line('LeadSource', event.leadSource.raw);
    switch (event.status) {
      case 'parsed':
        narrator.line('parsed', readingOf(event));
        for (const { code, message } of event.warnings)
          narrator.line('warning', `${code}: ${message}`, 'held');
        return;
      case 'unreadable': {
        const reasons = event.warnings.map(({ message }) => message).join(' ');
        narrator.line('unreadable', `${reasons} It is kept as it came.`, 'held');
        return;
      }
      case 'duplicate':
        narrator.line('duplicate', `repeats lead ${short(event.duplicateOf ?? '')}; changes nothing`, 'held');
        return;
      case 'test': {
        const { connectionValidatedAt } = await this.api.get<Source>(`/api/v1/sources/${this.source.id}`);
        narrator.line(
          'test',
          `goes nowhere; the source shows "validated at ${connectionValidatedAt}"`,
          'held',
        );
        return;
      }
      default:
        narrator.line(event.status, 'is not what the story expects', 'bad');
    }
  }

  async tellProfiles(people: readonly string[]): Promise<void> {
    for (const id of people) this.narrator.line('profile', profileLine(await this.profile(id)));
  }

  /** Waits until nothing about these people is under way, and tells what was done in each system. */
  async tellDeliveries(people: readonly string[], lanes: readonly Lane[]): Promise<void> {
    for (const id of people) {
      if (people.length > 1) this.narrator.happens(fullName(await this.profile(id)));
      for (const lane of lanes) {
        const { text, changes, tone } = await lane.tellOf(id);
        this.narrator.line(lane.vendor.title, text, tone);
        for (const change of changes) this.narrator.line('', `  ${changeLine(change)}`, 'aside');
      }
    }
  }

  private profile(id: string): Promise<Profile> {
    return this.api.get<Profile>(`/api/v1/profiles/${id}`);
  }
}
