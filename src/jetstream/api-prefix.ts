import type { Target } from '../nats/link.ts';

/** The prefix of `STREAM.INFO.…`, without a trailing dot: the target's API prefix, else that of its domain. */
export function apiPrefix({ apiPrefix: given, domain }: Pick<Target, 'apiPrefix' | 'domain'>): string {
	if (given !== undefined) return given;
	return domain === undefined ? '$JS.API' : `$JS.${domain}.API`;
}
