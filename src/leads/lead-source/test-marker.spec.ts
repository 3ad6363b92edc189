import * as fc from 'fast-check';
import { isTestMarker, testMarkerTime } from './test-marker.js';

describe('isTestMarker', () => {
  it.each([
    'MSFT_TEST_636573304831318844',
    'msft_test_636573304831318844',
    ' MSFT_TEST_636573304831318844 ',
    'MSFT_TEST_636573304831318844@test.com',
    'MSFT_TEST_636573304831318844-MSFT_TEST_636573304831318844|<Offer Name>',
    'MSFT_TEST_123456789012345',
  ])('knows %j', (text) => {
    expect(isTestMarker(text)).toBe(true);
  });

  it.each([
    null,
    undefined,
    '',
    'MSFT_TEST',
    'MSFT_TEST_',
    'MSFT_TEST_<ticks>',
    'MSFT_TEST_12345678901234',
    'Our MSFT_TEST_636573304831318844',
    'Contoso Test',
  ])('does not take %j for a test', (text) => {
    expect(isTestMarker(text)).toBe(false);
  });
});

describe('testMarkerTime', () => {
  it('is the time at which the lead was made', () => {
    expect(testMarkerTime('MSFT_TEST_636573304831318844')).toEqual(new Date('2018-03-22T15:48:03.131Z'));
  });

  it.each([null, 'Contoso', 'MSFT_TEST_12345678901234567', 'MSFT_TEST_1234567890123456789'])(
    'is null for %j',
    (text) => {
      expect(testMarkerTime(text)).toBeNull();
    },
  );

  it('is a valid date for any 18 digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n }), (ticks) => {
        const time = testMarkerTime(`MSFT_TEST_${ticks.toString().padStart(18, '0')}`);
        expect(time?.getTime()).not.toBeNaN();
      }),
    );
  });
});
