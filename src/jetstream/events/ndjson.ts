import type { ServerEvent } from './event.ts';

/** An event as one line of JSON: its subject, for some are known by it alone, and its body. */
export function ndjsonOf({ subject, body, isJson, at }: ServerEvent): string {
	const about = `"time":${JSON.stringify(new Date(at).toISOString())},"subject":${JSON.stringify(subject)}`;
	return isJson ? `{${about},"event":${body}}` : `{${about},"text":${JSON.stringify(body)}}`;
}
