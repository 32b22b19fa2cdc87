import { serverBinary, serverLines } from './server-binaries.ts';

/** Before the tests that need servers: the three lines, fetched where they are not in the cache. */
export default async function setup(): Promise<void> {
	for (const line of serverLines) await serverBinary(line);
}
