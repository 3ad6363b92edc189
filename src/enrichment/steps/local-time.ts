import { getTimezonesForCountry } from 'countries-and-timezones';
import { usualWeek, workingWeeks } from '../../../config/working-weeks.js';
import type { EnrichmentStep, Finding } from '../enrichment-step.js';

/**
 * The IANA time zone of a country, or all of them, separated by commas, where its clocks differ and it is not
 * known in which the person lives; and when its offices are usually open, local time.
 */
export const localTime: EnrichmentStep<'countryCode', 'timeZone' | 'timeZones' | 'businessHours'> = {
  name: 'local-time',
  reads: ['countryCode'],
  writes: ['timeZone', 'timeZones', 'businessHours'],
  run({ countryCode }) {
    if (countryCode === null) return {};
    const zones = zonesOf(countryCode);
    return {
      [zones.length > 1 ? 'timeZones' : 'timeZone']: told(zones.join(', ')),
      businessHours: told(workingWeeks[countryCode] ?? usualWeek),
    };
  },
};

/** One zone for each way that clocks go in the country. */
function zonesOf(countryCode: string): string[] {
  const zones = getTimezonesForCountry(countryCode) ?? [];
  const byClock = new Map(
    zones.toReversed().map(({ name, utcOffset, dstOffset }) => [`${utcOffset} ${dstOffset}`, name]),
  );
  return [...byClock.values()].toReversed();
}

function told(value: string): Finding<'countryCode'> | null {
  return value === '' ? null : { value, from: 'countryCode' };
}
