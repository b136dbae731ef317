export { canonicalJson, type Json, sameJson, sortedKeys } from './canonical-json.ts';
export { type Clock, fixedClock, systemClock } from './clock.ts';
export { Decimal } from './decimal.ts';
export { AlmanacError, describeError } from './errors.ts';
export { stableId } from './ids.ts';
export { inParallel } from './in-parallel.ts';
export { nearNames } from './near-names.ts';
