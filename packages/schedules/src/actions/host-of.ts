/** The host of a URL, which may be told where the rest of it is secret. */
export const hostOf = (url: string): string => URL.parse(url)?.hostname ?? 'the endpoint';
