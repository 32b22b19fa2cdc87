import type { FolderInView } from '../../src/changes/folder/folder-in-view.ts';
import type { PlannedChange } from '../../src/changes/folder/plan-folder.ts';
import { planStreamUpdate } from '../../src/changes/plan/stream-configuration.ts';
import { planStreamDelete } from '../../src/changes/plan/stream-delete.ts';
import type { PayloadForm } from '../../src/format/payload.ts';
import { currentForm } from '../../src/forms/current.ts';
import { openConsumerEdit, openNewConsumer, openNewStream, openStreamEdit } from '../../src/forms/open.ts';
import { stepsOf } from '../../src/forms/steps.ts';
import { emptyList } from '../../src/store/list.ts';
import type { Overlay } from '../../src/store/overlay.ts';
import type { DeckState } from '../../src/store/state.ts';
import { consumerKey, messagesKey, type View } from '../../src/store/view.ts';
import { newest } from '../../src/views/messages/stream-messages.ts';
import { exchange } from './exchanges.ts';
import { frameTexts } from './frame-texts.ts';
import { everyPlace } from './places.ts';
import {
	before,
	clusterOf,
	consumerInfo,
	now,
	ready,
	sampleState,
	server,
	streamInfo,
	subjectCounts,
	withConsumers,
	withStreams,
} from './state.ts';

/** A state that is drawn. */
export interface Frame {
	/** Unlike that of any other frame of the same text and size. */
	readonly name: string;
	readonly state: DeckState;
}

type Texts = readonly string[];

const everyText: Texts = Object.values(frameTexts);
const payloadForms = ['auto', 'text', 'json', 'hex'] as const satisfies readonly PayloadForm[];

/** A stream that has each text in every place where one may be. */
const streamOf = (name: string, texts: Texts) =>
	streamInfo(name, {
		config: {
			subjects: [`${name}.>`, ...texts],
			description: texts.join(' '),
			placement: { cluster: name, tags: texts },
			republish: { src: name, dest: name },
			sources: [{ name, filter_subject: name, external: { api: name, deliver: name } }],
			metadata: Object.fromEntries(texts.map((text, at) => [`${text}${at}`, text])),
		},
		info: {
			...clusterOf([name, 0], ['n3', 12]),
			sources: [{ name, lag: 3, active: 5, error: { code: 500, description: name } }],
			alternates: [{ name, cluster: name }],
			domain: name,
		},
	});

/** A deck on an account in which a stream of that name, its consumers and its messages say everything in all texts. */
function world(name: string, texts: Texts): DeckState {
	const payload = new TextEncoder().encode(JSON.stringify({ texts, text: texts.join('\n') }));
	const consumers = texts.map((text) =>
		consumerInfo(name, text, { config: { filter_subject: text, description: text } }),
	);
	const entries = texts.map((text, at) => {
		return {
			seq: 2 * at + 1,
			subject: text,
			time: before(at * 1000),
			size: 99,
			payload: 90,
			headers: at % 3,
			start: text,
		};
	});
	const page = { entries, atStart: true, atEnd: true, upTo: 99, confirmed: true };
	const entry = {
		...{ seq: 1, subject: name, time: before(1000), size: payload.length, payload },
		headers: texts.map((text) => [text, text] as const),
	};
	const fetched = texts.map((text, at) => {
		return {
			entry: { ...entry, subject: text },
			deliveries: 1,
			consumerSeq: at,
			pending: at,
			at: now,
			reply: `r${at}`,
		};
	});
	const journal = texts.map((text, at) => ({
		...{ id: String(at), time: before(at), target: name, title: text, effect: 'change', endpoint: 'stream.update' },
		...{ asset: { kind: 'stream', stream: text }, subject: text, text, outcome: { kind: 'refused', message: text } },
	})) as DeckState['journal'];
	return sampleState({
		...withStreams([name, ...texts].map((each) => streamOf(each, texts))),
		...withConsumers(consumers),
		target: {
			...{ ...sampleState().target, label: name, beforeServer: undefined, domain: name, identity: name, notes: texts },
			context: { name, description: texts.join(' '), production: true },
		},
		link: { phase: 'connected', since: now, server: { ...server, name, cluster: name, domain: name, address: name } },
		user: { user: name, account: name, account_name: name },
		messages: {
			entries: new Map(
				[undefined, ...texts].map((subject) => [
					messagesKey(name, subject),
					{ wish: newest(subject), page: ready(page) },
				]),
			),
		},
		opened: { stream: name, seq: 1, entry: ready(entry), gone: false },
		subjects: {
			entries: new Map([
				[
					name,
					ready(
						subjectCounts(
							texts.map((text, at) => [text, at] as const),
							{ total: 99_999 },
						),
					),
				],
			]),
		},
		fetched: new Map([[consumerKey(name, name), { created: undefined, messages: fetched, ended: name }]]),
		journal,
		folderPlan: folderOf(name, texts),
		toasts: texts.slice(0, 2).map((text, id) => ({ id, tone: 'bad', text, until: now + 1000 })),
	});
}

/** A folder and files of these names, and what would be changed by them. */
function folderOf(name: string, texts: Texts): FolderInView {
	const changes = texts.map((text, at): PlannedChange => {
		const asset = at % 2 === 0 ? { kind: 'stream', stream: text } : { kind: 'consumer', stream: name, consumer: text };
		const action = (['refused', 'update', 'create'] as const)[at % 3] ?? 'create';
		const difference = [{ path: `metadata.${text}`, label: text, ...(at % 3 < 2 && { before: text }), after: text }];
		return {
			...{ id: String(at), action, asset: asset as PlannedChange['asset'], difference },
			from: { file: `${name}/${text}.yaml`, line: at + 1 },
			why: action === 'refused' ? [text] : [],
			...(action !== 'refused' && { proposal: planStreamDelete([{ info: streamInfo(text), warnings: texts }]) }),
		};
	});
	const undeleted = texts.map((text) => ({ asset: { kind: 'stream', stream: text } as const, why: text }));
	const warnings = texts.map((text) => ({ file: `${name}/${text}`, line: 1, message: text }));
	const choices = { merge: false, prune: true, named: texts };
	return {
		paths: [name, ...texts],
		choices,
		plan: { changes, unchanged: 1, undeleted, warnings },
		at: now,
		leftOut: new Set(),
	};
}

function viewsOf(name: string, texts: Texts): readonly View[] {
	return [
		...everyPlace(name)
			.map(([, view]) => view)
			// With what they need of the state: see `forms` and `consoles`.
			.filter((view) => !['form', 'console', 'message'].includes(view.kind)),
		...texts.slice(0, 3).map((subject) => ({ kind: 'stream', stream: name, pane: 'messages', subject }) as const),
		...payloadForms.map((as) => ({ kind: 'message', stream: name, seq: 1, as }) as const),
	];
}

function overlaysOf(
	name: string,
	texts: Texts,
): { readonly [Kind in Overlay['kind']]: readonly Extract<Overlay, { kind: Kind }>[] } {
	const info = streamOf(name, texts);
	const update = planStreamUpdate(info, { ...info.config, description: `${name}!`, subjects: texts });
	const proposals = [planStreamDelete([{ info, warnings: texts }]), ...('refusal' in update ? [] : [update])];
	const wire = {
		subject: name,
		headers: [[name, name] as const],
		payload: JSON.stringify({ texts }),
		request: name,
		nats: texts.join(' '),
	};
	const choices = texts.map((text) => ({ id: text, label: text, detail: text, pick: { kind: 'close' } }) as const);
	return {
		filter: [{ kind: 'filter', text: name, before: emptyList }],
		find: [{ kind: 'find', text: name, before: { list: emptyList } }],
		palette: [{ kind: 'palette', text: '' }],
		help: [{ kind: 'help', text: '', burst: 0 }],
		choice: [
			{ kind: 'choice', title: name, choices, text: '', chosen: choices[1]?.id, burst: 0 },
			{ kind: 'choice', title: name, choices, text: texts[0] ?? name, burst: 0 },
		],
		prompt: [
			{
				kind: 'prompt',
				prompt: { title: name, help: name, secret: false, asks: { kind: 'password', login: 'own' } },
				text: name,
				error: name,
			},
			{
				kind: 'prompt',
				prompt: { title: name, help: name, secret: false, asks: { kind: 'password', login: 'own' } },
				text: name,
				isPrefilled: true,
			},
		],
		fault: [{ kind: 'fault', message: texts.join(' ') }],
		wait: [{ kind: 'wait', doing: 'Reading', title: name }],
		confirm: proposals.map((proposal) => ({
			kind: 'confirm',
			proposal,
			wires: [wire],
			text: name,
			offset: 0,
			error: name,
		})),
	};
}

/** Every step of every form. */
function forms(state: DeckState, name: string, texts: Texts): readonly Frame[] {
	const opened = {
		'new stream': openNewStream(state),
		'new consumer': openNewConsumer(state, name),
		'edit stream': openStreamEdit(state, streamOf(name, texts)),
		'edit consumer': openConsumerEdit(state, consumerInfo(name, name, { config: { filter_subjects: texts } })),
	};
	return Object.entries(opened).flatMap(([title, change]) => {
		const there = { ...state, ...change };
		const form = currentForm(there);
		if (form === undefined) throw new Error(`${title} is not in view`);
		return stepsOf(form).map(({ id }, step) => {
			return { name: `${title}, ${id}`, state: { ...there, forms: new Map([[form.id, { ...form, step }]]) } };
		});
	});
}

function consoles(state: DeckState, name: string, texts: Texts): readonly Frame[] {
	const there: DeckState = { ...state, views: [{ kind: 'console' }] };
	const parts = { text: name, subject: name, payload: name, notes: texts };
	const exchanges = [exchange([{ texts }, ...texts], parts), exchange(texts, { ...parts, raw: true })];
	const cursor = { exchange: exchanges[0]?.id ?? 0, row: 1 };
	const console = { ...state.console, exchanges, history: texts };
	return [
		{ name: 'console, line', state: { ...there, console: { ...console, typed: { before: name, after: name } } } },
		{ name: 'console, replies', state: { ...there, console: { ...console, mode: 'replies', cursor, top: cursor } } },
	];
}

/** Every screen and everything that may lie over it, of an account in which a stream has that name and all else says these texts. */
export function framesOf(name: string, size: DeckState['size'], texts = everyText): readonly Frame[] {
	const state = { ...world(name, texts), size };
	const views = viewsOf(name, texts);
	const overlays = Object.values(overlaysOf(name, texts)).flat();
	return [
		...views.map((view) => ({ name: nameOf(view), state: { ...state, views: [view] } })),
		...overlays.map((overlay) => ({ name: nameOf(overlay), state: { ...state, overlay } })),
		...forms(state, name, texts),
		...consoles(state, name, texts),
	];
}

/** Its kind, and whatever else tells it from others of its kind. */
function nameOf(shown: View | Overlay): string {
	const { kind } = shown;
	if (kind === 'confirm') return `confirm ${shown.proposal.effect}`;
	if (kind === 'choice') return shown.text === '' ? kind : `${kind} filtered`;
	if (kind === 'prompt') return shown.isPrefilled === true ? `${kind} prefilled` : kind;
	if (kind === 'message') return `message ${shown.as}`;
	const { pane = '', subject = '' } = shown as { readonly pane?: string; readonly subject?: string };
	return [kind, pane, subject].filter((part) => part !== '').join(' ');
}
