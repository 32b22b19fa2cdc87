/** The release that is fetched where nothing else is at hand. With another one `release-sums.ts` changes. */
export const releaseVersion = '2.15.0';
