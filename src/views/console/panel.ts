import { verbFlags } from '../../console/flags.ts';
import { requestIn } from '../../console/request-in.ts';
import { textOf } from '../../console/state.ts';
import type { Line } from '../../format/line.ts';
import { apiPrefix } from '../../jetstream/api-prefix.ts';
import type { Dialect } from '../../jetstream/dialect.ts';
import type { Endpoint, RequestField } from '../../jetstream/endpoints/endpoint.ts';
import { helpInFull } from '../../jetstream/endpoints.ts';
import { supports, versionInWords } from '../../jetstream/server-features.ts';
import { type SubjectVerdict, subjectEffect } from '../../jetstream/subject-effect.ts';
import type { DeckState } from '../../store/state.ts';
import { paragraph } from '../confirm-lines.ts';
import { cutLine, span } from '../spans.ts';
import { selectedExchange } from './browse.ts';
import { effectInWords } from './effect-words.ts';

/** Explains the request being typed, or the one under the cursor. */
export function panelLines(state: DeckState, columns: number, height: number): readonly Line[] {
	const { console } = state;
	const typed = console.mode === 'line' ? requestIn(textOf(console.typed)) : undefined;
	const exchange = typed === undefined ? selectedExchange(state) : undefined;
	const subject = typed?.subject ?? exchange?.subject;
	if (subject === undefined || subject === '') return introduction(state, columns).slice(0, height);
	if ((typed ?? exchange)?.verb === 'subscribe') return subscription(subject, columns).slice(0, height);
	const verdict = subjectEffect(subject, apiPrefix(state.target), typed?.headers ?? exchange?.headers);
	return explained(subject, verdict, state, columns).slice(0, height);
}

/** Lines to start with, in the server's spelling. */
const beginnings: Readonly<Record<Dialect, readonly string[]>> = {
	current: ['$JS.API.INFO', '$JS.API.STREAM.NAMES {"offset":0}', 'watch 2s $JS.API.STREAM.INFO.ORDERS'],
	preview: ['$JS.INFO', '$JS.STREAM.LIST', 'watch 2s $JS.STREAM.ORDERS.INFO'],
};

const flags = verbFlags('request')
	.map(({ names, value }) => (value === undefined ? names.at(-1) : `${names[0]} ${value}`))
	.join(', ');

function introduction({ features }: DeckState, columns: number): readonly Line[] {
	const lines = [...beginnings[features.dialect], 'sub orders.>', 'pub orders.new @order.json'];
	return [
		[span('The API itself', 'strong')],
		...paragraph(
			'Type a subject and a payload. jetdeck asks before it sends a change; pub adds a message without asking, except in production.',
			'plain',
			columns,
		),
		[],
		...lines.flatMap((line) => paragraph(line, 'accent', columns)),
		[],
		...paragraph(
			`After the payload: ${flags}, > FILE to save the reply. @FILE reads the payload from a file; ctrl+j adds a line.`,
			'plain',
			columns,
		),
		...paragraph(
			'Paste lines of the nats CLI unchanged: nats req, nats stream, nats consumer, with cat FILE | too.',
			'dim',
			columns,
		),
		...paragraph('With an empty line, ? lists the keys, : opens the palette, exit leaves.', 'dim', columns),
	];
}

function subscription(subject: string, columns: number): readonly Line[] {
	return [
		...paragraph('Subscribe to a subject', 'strong', columns),
		...paragraph(subject, 'accent', columns),
		...paragraph('reads, changes nothing', 'good', columns),
		[],
		...paragraph(
			'The console shows messages as they are published, until ^C, and keeps the latest thousand; press esc to browse them. In the subject, * matches one token and > all that follow. A push consumer that delivers to this subject takes the console for its client.',
			'plain',
			columns,
		),
	];
}

function explained(subject: string, verdict: SubjectVerdict, state: DeckState, columns: number): readonly Line[] {
	const { match, effect, why, refusal, preview } = verdict;
	const [tone, words] = effectInWords(effect, state);
	const endpoint = match?.endpoint;
	return [
		...paragraph(endpoint?.title ?? 'A subject', 'strong', columns),
		...paragraph(endpoint?.subject ?? subject, 'accent', columns),
		...(preview ? paragraph('in the form of the technical preview of 2020', 'dim', columns) : []),
		...paragraph(words, tone, columns),
		...(refusal === undefined ? [] : paragraph(refusal, 'bad', columns)),
		...(why === undefined ? [] : paragraph(why, 'plain', columns)),
		...(endpoint === undefined ? [] : [[], ...endpointLines(endpoint, state, columns)]),
	];
}

function endpointLines(endpoint: Endpoint, state: DeckState, columns: number): readonly Line[] {
	const { request, replyType, since, gone, audience, cluster, page } = endpoint;
	const facts = [
		`since ${sinceWords[since] ?? since}${gone === undefined ? '' : `, removed in ${gone}`}`,
		...(audience === 'system' ? ['only for the system account'] : []),
		...(cluster ? ['only in a cluster'] : []),
		...(page === undefined ? [] : ['replies in pages']),
	];
	const tooOld = state.features.version !== undefined && !supports(state.features, since);
	return [
		...paragraph(helpInFull(endpoint), 'plain', columns),
		[],
		...paragraph(facts.join('; '), 'dim', columns),
		...(tooOld ? paragraph(`This server is ${versionInWords(state.features)}.`, 'warn', columns) : []),
		[],
		[span(bodyWords[request.body], 'strong')],
		...(request.configIsBody ? paragraph('the configuration of the stream; name is required', 'plain', columns) : []),
		...request.fields.map((field) => fieldLine(field, columns)),
		[],
		...paragraph(
			replyType.length === 0 ? 'Replies with messages' : `Replies ${replyType.join(' or ')}`,
			'dim',
			columns,
		),
	];
}

/** The oldest version in the table, and what came before it. */
const sinceWords: Readonly<Record<string, string>> = {
	'2.2': 'the technical preview of 2020',
	'2.9': '2.9 or earlier',
};

const bodyWords: Readonly<Record<Endpoint['request']['body'], string>> = {
	none: 'No payload',
	'empty-only': 'No payload: the server refuses any',
	optional: 'Optional payload',
	required: 'Payload',
};

function fieldLine({ name, kind, required, since }: RequestField, columns: number): Line {
	const more = [...(required ? ['required'] : []), ...(sinceWords[since] === undefined ? [`since ${since}`] : [])];
	return cutLine(
		[span(`  ${name}`, 'accent'), span(` ${kind}`), span(more.length === 0 ? '' : ` · ${more.join(', ')}`, 'dim')],
		columns,
	);
}
