import type { StoredObject } from '../../jetstream/objects/meta.ts';
import { readObject } from '../../jetstream/objects/read-objects.ts';
import type { StreamInfo } from '../../jetstream/wire.ts';
import { sourceOf } from '../objects/source-of.ts';
import { unlessUncommitted } from './committed.ts';
import { applied, cannotTell, type Look, notApplied, unreadOutcome } from './look.ts';

/** How to find out what became of a meta: by what is stored under its name now. */
export function objectStored(
	isDone: (
		params: Readonly<Record<string, string>>,
		found: StoredObject | undefined,
		body: Readonly<Record<string, unknown>>,
	) => boolean,
	token: (params: Readonly<Record<string, string>>) => string = (params) => params.token ?? '',
): Look {
	return {
		judge: async (now, { api, meaning }) => {
			if (now.kind === 'absent') return cannotTell('The bucket no longer exists.');
			const { params, body = {} } = meaning;
			const source = await sourceOf(api, params.stream ?? '');
			if ('message' in source) return unreadOutcome(source);
			const found = await readObject(source, token(params));
			if (!found.ok) return unreadOutcome(found.problem);
			const isThere = isDone(params, found.value, body as Readonly<Record<string, unknown>>);
			return isThere ? applied : unlessUncommitted(notApplied, now.info as StreamInfo);
		},
	};
}
