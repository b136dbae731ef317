export { clientTypes } from './client-types.ts';
