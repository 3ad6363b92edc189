import { readFilter } from './filter.js';

const row = {
  name: "O'Neil & Sons",
  statecode: 0,
  donotemail: true,
  websiteurl: 'https://acme.com',
  city: null,
};
const meets = (filter: string) => readFilter(filter, (name) => name in row)(row);

describe('a filter', () => {
  it.each([
    ["name eq 'o''neil & sons'", true],
    ["name eq 'Acme'", false],
    ["name ne 'Acme'", true],
    ['statecode eq 0', true],
    ['donotemail eq true', true],
    ['city eq null', true],
    ["contains(websiteurl,'ACME.com')", true],
    ["startswith(websiteurl,'http:')", false],
    ["endswith(websiteurl,'.com')", true],
    ["name eq 'x' or statecode eq 0", true],
    ["name eq 'x' or name eq 'O''NEIL & SONS'", true],
    ["name eq 'x' or name eq 'y'", false],
    ["(city eq null or city eq 'x') and (name eq 'x' or name eq 'y')", false],
    ["name eq 'x' and statecode eq 0", false],
    ["statecode eq 0 or name eq 'x' and name eq 'y'", true],
    ["(statecode eq 0 or name eq 'x') and name eq 'y'", false],
    ["not (name eq 'x')", true],
  ])('%s is %p', (filter, met) => {
    expect(meets(filter)).toBe(met);
  });

  it.each(['name', 'name eq', "name like 'x'", "(name eq 'x'", "name eq 'x' name eq 'y'", "name eq 'x"])(
    'refuses %s',
    (filter) => {
      expect(() => meets(filter)).toThrow(/Syntax error/);
    },
  );

  it('refuses a column that is not there, and too many conditions', () => {
    expect(() => meets('nosuch eq 1')).toThrow(/nosuch/);
    const many = Array.from({ length: 501 }, () => 'statecode eq 0').join(' or ');
    expect(() => meets(many)).toThrow(/conditions/);
  });
});
