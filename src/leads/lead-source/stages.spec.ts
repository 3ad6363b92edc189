import { defaultStages, furthestStage, stageOf, withStages } from './stages.js';

describe('stageOf', () => {
  it.each([
    ['PLT', 'initial-interest'],
    ['INS', 'active'],
    ['Create', 'active'],
    ['StartTestDrive', 'trial'],
    ['DNC', 'do-not-contact'],
    ['starttestdrive', 'trial'],
    [' create ', 'active'],
  ])('puts %s at %s', (action, stage) => {
    expect(stageOf(action)).toBe(stage);
  });

  it.each([null, '', 'XYZ', 'constructor', '__proto__'])('knows no stage of %j', (action) => {
    expect(stageOf(action, defaultStages)).toBeNull();
  });

  it("follows a workspace's own stages in any casing", () => {
    expect(stageOf('XYZ', { xyz: 'trial' })).toBe('trial');
    expect(stageOf('PLT', { xyz: 'trial' })).toBeNull();
  });
});

describe('furthestStage', () => {
  it.each([
    [['initial-interest', 'active', 'trial'], 'active'],
    [['initial-interest', 'trial', null], 'trial'],
    [['do-not-contact', 'initial-interest'], 'initial-interest'],
    [['do-not-contact', null], 'do-not-contact'],
    [[null], null],
    [[], null],
  ] as const)('of %j is %s', (stages, furthest) => {
    expect(furthestStage(stages)).toBe(furthest);
  });
});

describe('withStages', () => {
  it('replaces the stage of a code in any casing and keeps its spelling', () => {
    expect(withStages(defaultStages, { plt: 'trial' })).toEqual({ ...defaultStages, PLT: 'trial' });
  });

  it('adds codes that are new and takes away those that are null', () => {
    const stages = withStages({ PLT: 'trial' }, { Webinar: 'active', PLT: null, XYZ: null });
    expect(stages).toEqual({ Webinar: 'active' });
  });
});
