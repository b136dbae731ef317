// Times in the notation that AWS writes.

import { MINUS, ZERO } from './bytes';

/** Whether a text is a time such as `2025-01-31T23:00:00Z`, of a day that may not be one. */
export function isPlainTime(text: usize, length: u32): bool {
  if (length !== 20) return false;
  const marks =
    load<u8>(text, 4) === MINUS &&
    load<u8>(text, 7) === MINUS &&
    load<u8>(text, 10) === 0x54 &&
    load<u8>(text, 13) === 0x3a &&
    load<u8>(text, 16) === 0x3a &&
    load<u8>(text, 19) === 0x5a;
  if (!marks || !below(text + 11, 24) || !below(text + 14, 60) || !below(text + 17, 60)) return false;
  return below(text, 100) && below(text + 2, 100) && below(text + 5, 100) && below(text + 8, 100);
}

/** Whether two digits stand here, and their number is below a limit. */
function below(text: usize, limit: u32): bool {
  const tens = <u32>load<u8>(text) - ZERO;
  const ones = <u32>load<u8>(text, 1) - ZERO;
  return tens <= 9 && ones <= 9 && tens * 10 + ones < limit;
}
