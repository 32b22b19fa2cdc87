import { describe, expect, it } from 'vitest';
import { isOver } from '../../src/changes/run.ts';
import type { Deck } from '../../src/commands/deck-handle.ts';
import { noteInWords } from '../../src/console/note.ts';
import { stringifyJson } from '../../src/format/json.ts';
import { consumerFields } from '../../src/jetstream/fields/consumer.ts';
import type { Field, FieldKind } from '../../src/jetstream/fields/field.ts';
import { streamFields } from '../../src/jetstream/fields/stream.ts';
import { droppedFields, refusesUnknown } from '../../src/jetstream/rules/dropped.ts';
import { shapeFaults } from '../../src/jetstream/rules/shape.ts';
import { type Features, features, type Supports, supportsOf } from '../../src/jetstream/server-features.ts';
import type { Link } from '../../src/nats/link.ts';
import type { Config } from '../support/configs.ts';
import { enterLine } from '../support/console-person.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect, raw } from '../support/jetstream.ts';
import { reached } from '../support/links.ts';
import { type ServerLine, serverLines } from '../support/server-binaries.ts';
import { startServer } from '../support/servers.ts';

/** A value that says something, of each kind that a later field has. */
const samples: Readonly<Partial<Record<FieldKind, unknown>>> = {
	name: 'x',
	text: 'x',
	texts: ['g'],
	subjects: ['s.a', 's.b'],
	count: 7,
	sequence: 7,
	duration: 60_000_000_000,
	flag: true,
	timestamp: '2050-01-01T00:00:00Z',
	metadata: { a: '1' },
	transform: { src: 's.>', dest: 't.>' },
	transforms: [{ src: 's.>', dest: 't.>' }],
	'consumer-limits': { max_ack_pending: 10 },
	'consumer-source': { name: 'c', deliver_subject: 'd' },
};

const sampleOf = (field: Field): unknown =>
	field.kind === 'enum' ? field.values?.findLast(({ value }) => value !== field.default)?.value : samples[field.kind];

/** Configurations with one field that came later, at whatever depth, and where it is. */
function laterOnes(fields: readonly Field[], supports: Supports): readonly [path: string, Config][] {
	return fields.flatMap((field): readonly [string, Config][] => {
		const gone = field.gone !== undefined && supports(field.gone);
		if (!supports(field.since) || gone) return [[field.name, { [field.name]: sampleOf(field) }]];
		const isList = field.kind === 'sources' || field.kind === 'transforms';
		return laterOnes(field.fields ?? [], supports).map(([path, inner]) => {
			const needed = field.kind === 'source' || field.kind === 'sources' ? { name: 'ORIGIN', ...inner } : inner;
			return isList
				? [`${field.name}.0.${path}`, { [field.name]: [needed] }]
				: [`${field.name}.${path}`, { [field.name]: needed }];
		});
	});
}

const at = (value: unknown, path: string): unknown =>
	path.split('.').reduce<unknown>((inside, key) => (inside as Record<string, unknown> | undefined)?.[key], value);

interface Reply {
	readonly config?: Config;
	readonly error?: { readonly err_code: number; readonly description: string };
}

async function ask(link: Link, subject: string, body: object): Promise<Reply> {
	const reply = await link.request(subject, stringifyJson(body));
	if (!reply.ok) throw new Error(reply.problem.message);
	return JSON.parse(new TextDecoder().decode(reply.message.data)) as Reply;
}

async function world(line: ServerLine) {
	const server = await startServer({ line });
	const link = await connect(server);
	await raw(link, '$JS.API.STREAM.CREATE.S', { name: 'S', subjects: ['s.>'] });
	const { server: connected } = await reached(link, 'connected');
	return { server, link, known: features(connected.version, connected.apiLevel) };
}

/** How many fields of streams and of consumers came later. */
const later: Readonly<Record<ServerLine, readonly number[]>> = { '2.9': [17, 7], '2.10': [10, 5], newest: [1, 0] };

describe.each(serverLines)('a field that came after a server of the %s line', (line) => {
	it('is dropped by it, or refused, as is told', async () => {
		const { link, known } = await world(line);
		const [ofStreams, ofConsumers] = [streamFields, consumerFields].map((fields) =>
			laterOnes(fields, supportsOf(known)),
		);
		expect([ofStreams?.length, ofConsumers?.length]).toEqual(later[line]);
		for (const [path, later] of ofStreams ?? []) {
			const config = { name: 'T', ...(path.startsWith('mirror') ? {} : { subjects: ['t'] }), ...later };
			await expectTold(streamFields, path, config, known, await ask(link, '$JS.API.STREAM.CREATE.T', config));
			await link.request('$JS.API.STREAM.DELETE.T', '');
		}
		for (const [path, later] of ofConsumers ?? []) {
			const config = { durable_name: 'C', name: 'C', ack_policy: 'explicit', ...later };
			const reply = await ask(link, '$JS.API.CONSUMER.CREATE.S.C', { stream_name: 'S', config });
			await expectTold(consumerFields, path, config, known, reply);
			await link.request('$JS.API.CONSUMER.DELETE.S.C', '');
		}
	});

	async function expectTold(fields: readonly Field[], path: string, config: Config, known: Features, reply: Reply) {
		const dropped = droppedFields(fields, config, known).map((each) => each.path);
		const faults = shapeFaults(fields, config, known).map((each) => each.path);
		if (refusesUnknown(known)) {
			expect([dropped, faults], path).toEqual([[], [path]]);
			expect(reply.error, path).toMatchObject({ err_code: 10025 });
		} else {
			expect([dropped, faults], path).toEqual([[path], []]);
			expect(reply.error, path).toBeUndefined();
			expect(at(reply.config, path), path).toBeUndefined();
		}
	}

	it('is refused where only its value is new', async () => {
		const { link, known } = await world(line);
		if (supportsOf(known)('2.14')) return;
		const config = { durable_name: 'C', name: 'C', ack_policy: 'flow_control', deliver_subject: 'd' };
		const reply = await ask(link, '$JS.API.CONSUMER.CREATE.S.C', { stream_name: 'S', config });
		expect(reply.error).toMatchObject({ err_code: 10025 });
		expect(shapeFaults(consumerFields, config, known)).toMatchObject([{ path: 'ack_policy', errCode: 10025 }]);
	});
});

/** Types a line into the console and agrees; answers with what was told before and after. */
async function agreed(deck: Deck, line: string): Promise<{ before: string; after: string }> {
	enterLine(deck, line);
	const proposal = await seen(deck, 'a question', ({ overlay }) => overlay?.kind === 'confirm' && overlay.proposal);
	const started = deck.agree(proposal);
	if ('refusal' in started) throw new Error(started.refusal);
	await seen(deck, 'the end of it', ({ runs }) => runs.some((run) => run.id === started.id && isOver(run)));
	const { notes = [] } = deck.store.getState().console.exchanges.at(-1) ?? {};
	return { before: proposal.consequences.map(({ text }) => text).join('\n'), after: notes.map(noteInWords).join('\n') };
}

describe('the console', () => {
	it.each<[ServerLine, string, string, RegExp]>([
		[
			'2.9',
			'nats consumer add S F --pull --defaults --filter s.a --filter s.b',
			'ignores filter_subjects, which came with 2.10. It delivers all subjects, unless filter_subject is set.',
			/The server stored different values: .*filter subjects: without s\.a/,
		],
		[
			'2.10',
			'nats consumer add S F --pull --defaults --pause 1h',
			'ignores pause_until, which came with 2.11. It delivers at once.',
			/The server stored different values: .*paused until: not paused, not 20/,
		],
		[
			'2.10',
			'$JS.API.CONSUMER.CREATE.S.F {"stream_name":"S","config":{"name":"F","priority_policy":"overflow","priority_groups":["g"]}}',
			'ignores priority_groups, which came with 2.11. All clients are equal.',
			/The server stored different values: .*priority groups: without g/,
		],
		[
			'2.9',
			'$JS.API.STREAM.CREATE.T {"name":"T","sources":[{"name":"S","subject_transforms":[{"src":"s.a","dest":"t.a"}]}]}',
			'ignores sources.0.subject_transforms, which came with 2.10. Every subject is copied under its own name.',
			/The server stored different values: sources: without S/,
		],
	])('on %s tells before and after of %s what is lost', async (line, text, before, after) => {
		const { server } = await world(line);
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'a server', (state) => state.link.phase === 'connected' && state.features.version !== undefined);
		const told = await agreed(deck, text);
		expect(told.before).toContain(before);
		expect(told.after).toMatch(after);
	});
});
