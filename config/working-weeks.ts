/** When offices are open where nothing else is known, local time. */
export const usualWeek = 'Mon-Fri 09:00-17:00';

/** Countries whose week differs, ISO 3166-1 alpha-2. Source: the laws on public-sector working days of the countries. */
export const workingWeeks: Readonly<Record<string, string>> = {
  AF: 'Sat-Wed 09:00-17:00',
  BD: 'Sun-Thu 09:00-17:00',
  BH: 'Sun-Thu 09:00-17:00',
  DZ: 'Sun-Thu 09:00-17:00',
  EG: 'Sun-Thu 09:00-17:00',
  IL: 'Sun-Thu 09:00-17:00',
  IQ: 'Sun-Thu 09:00-17:00',
  IR: 'Sat-Wed 09:00-17:00',
  JO: 'Sun-Thu 09:00-17:00',
  KW: 'Sun-Thu 09:00-17:00',
  LY: 'Sun-Thu 09:00-17:00',
  NP: 'Sun-Fri 09:00-17:00',
  OM: 'Sun-Thu 09:00-17:00',
  QA: 'Sun-Thu 09:00-17:00',
  SA: 'Sun-Thu 09:00-17:00',
  SY: 'Sun-Thu 09:00-17:00',
  YE: 'Sun-Thu 09:00-17:00',
};
