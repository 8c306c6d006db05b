/** The largest file that is read, in bytes. */
export const MOST_BYTES = 1_000_000
