/** Whether a file or manifest belongs to a report that is kept out of all totals, by the prefixes of such reports' keys. */
export const isShadow = (prefixes: readonly string[], key: string): boolean =>
  prefixes.some((prefix) => key.startsWith(prefix));

/** Finds the keys whose reports are kept out of all totals as that of `key` is, or count as it does. */
export const ofSameKind = (prefixes: readonly string[], key: string): ((other: string) => boolean) => {
  const shadow = isShadow(prefixes, key);
  return (other) => isShadow(prefixes, other) === shadow;
};
