import * as z from 'zod';

/** Money leaves as text in plain decimal notation: no exponent, every digit. */
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);

/** A month of the bill, for example `2026-11`. */
export const billingPeriod = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
