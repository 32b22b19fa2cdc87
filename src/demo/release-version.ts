/** The release to download if there is no other server. A new version also changes `release-sums.ts`. */
export const releaseVersion = '2.15.0';
