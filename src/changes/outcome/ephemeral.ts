import type { Api } from '../../jetstream/request.ts';
import { lookAt } from '../expectation.ts';
import { askedIn, createdAs } from './configured.ts';
import { cannotTell, type Look, notApplied, unclear } from './look.ts';

/** The server chooses its name: it is the stream's consumer that did not exist before. */
export const ephemeralCreated: Look = {
	note: ({ api, meaning }) => namesIn(api, meaning.params.stream),
	judge: async (_now, { api, meaning, was }) => {
		const before = was.noted as ReadonlySet<string> | undefined;
		if (before === undefined) return cannotTell('jetdeck could not list the consumers of the stream before.');
		const now = await namesIn(api, meaning.params.stream);
		if (now === undefined) return unclear;
		const since = [...now].filter((name) => !before.has(name));
		const [consumer] = since;
		if (consumer === undefined) return notApplied;
		if (since.length > 1)
			return cannotTell(`${since.length} new consumers exist, one of which may be it: ${since.join(', ')}.`);
		const found = await lookAt(api, { kind: 'consumer', stream: meaning.params.stream ?? '', consumer });
		return found.kind === 'there' ? createdAs(found.config, askedIn('consumer', { meaning })) : unclear;
	},
};

async function namesIn(api: Api, stream = ''): Promise<ReadonlySet<string> | undefined> {
	const answer = await api.pages('consumer.names', { stream }, {});
	return answer.ok ? new Set(answer.value.items) : undefined;
}
