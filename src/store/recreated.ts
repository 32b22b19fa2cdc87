import type { Timestamp } from '../jetstream/wire.ts';

interface Born {
	readonly created?: Timestamp | undefined;
}

/** What a server says that does not know: an offline stream in a LIST, for one. */
const never = '0001-01-01T00:00:00Z';

const bornAt = (info: Born | undefined): Timestamp | undefined => (info?.created === never ? undefined : info?.created);

/** Whether something was deleted and created again under its name: nothing that was known of it is true of the new one. */
export function isAnother(before: Born | undefined, after: Born | undefined): boolean {
	const [was, is] = [bornAt(before), bornAt(after)];
	return was !== undefined && is !== undefined && was !== is;
}
