import { beginLine, withConsole } from '../console/edit.ts';
import { subjectWord } from '../console/words.ts';
import { unaddressable } from '../jetstream/unaddressable.ts';
import { open } from '../store/nav.ts';
import type { DeckState } from '../store/state.ts';
import type { Command, CommandContext } from './command.ts';
import { selectedSubject } from './messages.ts';
import { selection, streamInfo } from './selection.ts';
import { noStream, readOnly } from './targets.ts';

/** Starts a line of the console to publish: the transcript shows what was sent and its outcome. */
export const publishCommands: readonly Command[] = [
	{
		id: 'stream.publish',
		title: 'Publish a message',
		short: 'publish',
		keys: ['p'],
		scopes: ['streams', 'stream-text', 'subjects', 'messages'],
		group: 'change',
		rank: 22,
		aliases: ['publish', 'pub'],
		disabled: ({ state }) => readOnly(state) ?? noStream(state) ?? takesNone(state),
		run: (context) => {
			const { deck, state } = context;
			deck.store.setState({
				...open(state, { kind: 'console' }),
				...withConsole(state, beginLine(begun(subjectOf(context)))),
			});
		},
	},
];

function takesNone(state: DeckState): string | undefined {
	const { stream = '' } = selection(state);
	const config = streamInfo(state, stream)?.config;
	if (config?.mirror !== undefined)
		return `Stream ${stream} is a mirror: it stores only messages of ${config.mirror.name}.`;
	return config?.sealed === true ? `Stream ${stream} is sealed: nobody can publish to it.` : undefined;
}

function subjectOf(context: CommandContext): string {
	const { state } = context;
	const { stream = '', subject } = selection(state);
	const [first = ''] = streamInfo(state, stream)?.config.subjects ?? [];
	return subject ?? (selectedSubject(context) || first);
}

/**
 * The text to start with: nothing without a known subject; a subject up to its first wildcard, which the person completes; after
 * a complete one the payload.
 */
function begun(subject: string): string {
	if (subject === '') return '';
	return unaddressable(subject) === undefined ? `${subjectWord(subject)} ` : subject.replace(/[*>\ufffd].*$/, '');
}
