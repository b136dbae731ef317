import { expect, it } from '@jest/globals';
import { ByteScanner } from './byte-scanner.ts';
import { csvScannerContract } from './csv-scanner.contract.ts';
import { isSimdAvailable, SimdScanner } from './simd-scanner.ts';

csvScannerContract('the byte scanner', (layout) => new ByteScanner(layout));
csvScannerContract('the SIMD scanner', (layout) => new SimdScanner(layout));

it('has SIMD where the tests run, so that it is what they test', () => {
  expect(isSimdAvailable()).toBe(true);
});
