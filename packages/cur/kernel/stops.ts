// Why a scan ended, as the host knows it.

export const NEEDS_BYTES: i32 = 0;
export const BATCH_FULL: i32 = 1;
export const REFUSED: i32 = 2;
