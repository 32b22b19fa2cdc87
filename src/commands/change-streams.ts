import { planSeal } from '../changes/plan/stream-changes.ts';
import { planStreamDelete } from '../changes/plan/stream-delete.ts';
import type { Plan } from '../changes/proposal.ts';
import { readStreams } from '../changes/read-assets.ts';
import { doomedStreams } from '../changes/survey.ts';
import type { StreamInfo } from '../jetstream/wire.ts';
import type { Command, CommandContext } from './command.ts';
import { needsVersion } from './needs-version.ts';
import { streamInfo } from './selection.ts';
import { noStream, readOnly, several, streamTargets } from './targets.ts';

const streamPlaces = ['streams', 'stream-text', 'subjects'] as const;

/** What can be done to streams, but for their configuration and their messages. */
export const changeStreamCommands: readonly Command[] = [
	{
		id: 'stream.delete',
		title: 'Delete streams',
		more: 'this one, or the marked ones',
		short: 'delete',
		keys: ['ctrl+d'],
		scopes: streamPlaces,
		group: 'change',
		rank: 76,
		aliases: ['delete', 'rm'],
		needs: ['stream.delete'],
		disabled: ({ state }) => readOnly(state) ?? noStream(state),
		run: ({ deck, state }) => {
			const names = streamTargets(state);
			deck.propose(
				names.length === 1 ? `Delete stream ${names[0]}` : `Delete ${names.length} streams`,
				async (api, signal) => {
					const doomed = await doomedStreams(api, names, state, signal);
					return 'refusal' in doomed ? doomed : planStreamDelete(doomed.infos);
				},
			);
		},
	},
	{
		id: 'stream.seal',
		title: 'Seal the stream',
		more: 'no request undoes it',
		keys: [],
		scopes: streamPlaces,
		group: 'change',
		aliases: ['seal'],
		needs: ['stream.update'],
		disabled: (context) =>
			oneStream(context) ??
			needsVersion(context.state, '2.9', 'Sealing') ??
			(infoOf(context)?.config.sealed ? 'It is already sealed.' : undefined) ??
			(infoOf(context)?.config.mirror ? 'A mirror cannot be sealed: it follows its origin.' : undefined),
		run: (context) => {
			const [stream = ''] = streamTargets(context.state);
			onStream(context, stream, 'Seal', planSeal);
		},
	},
];

function infoOf({ state }: CommandContext): StreamInfo | undefined {
	const [name] = streamTargets(state);
	return name === undefined ? undefined : streamInfo(state, name);
}

function oneStream({ state }: CommandContext): string | undefined {
	return readOnly(state) ?? noStream(state) ?? several(streamTargets(state));
}

/** Plans on a stream as it is right now. */
function onStream({ deck }: CommandContext, name: string, verb: string, plan: (info: StreamInfo) => Plan): void {
	deck.propose(`${verb} stream ${name}`, async (api, signal) => {
		const read = await readStreams(api, [name], signal);
		if ('refusal' in read) return read;
		const [info] = read.infos;
		return info === undefined ? { refusal: `Stream ${name} no longer exists.` } : plan(info);
	});
}
