/** Whether a file or manifest belongs to a report that is kept out of all totals, by the prefixes of such reports' keys. */
export const isShadow = (prefixes: readonly string[], key: string): boolean =>
  prefixes.some((prefix) => key.startsWith(prefix));
