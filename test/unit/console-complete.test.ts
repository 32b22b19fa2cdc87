import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionsOf } from '../../src/console/complete.ts';
import { takeOffers, writeLine } from '../../src/console/edit.ts';
import { jsonPlace } from '../../src/console/json-place.ts';
import { emptyConsole, textOf } from '../../src/console/state.ts';
import { sampleState, streamInfo, withStreams } from '../support/state.ts';

const state = sampleState();

/** What is offered at `|`, or at the end. */
function offered(line: string): readonly string[] {
	const cursor = line.includes('|') ? line.indexOf('|') : line.length;
	const offers = completionsOf(state, '$JS.API', line.replace('|', ''), cursor);
	return (offers?.items ?? []).map(({ text }) => text);
}

/** The line once the first offer that begins so was taken. */
function taken(line: string, wanted: string): string {
	const cursor = line.includes('|') ? line.indexOf('|') : line.length;
	const text = line.replace('|', '');
	const offers = completionsOf(state, '$JS.API', text, cursor);
	const items = offers?.items.filter((item) => item.text.startsWith(wanted)) ?? [];
	const console = writeLine(text)(emptyConsole());
	return textOf(takeOffers(offers && { ...offers, items: items.slice(0, 1) })(console).typed);
}

const get = '$JS.API.STREAM.MSG.GET.ORDERS';
const create = '$JS.API.STREAM.CREATE.NEW';

describe('a payload is completed', () => {
	it.each([
		[`${get} {"la`, ['last_by_subj": ']],
		[`${get} { "la`, ['last_by_subj": ']],
		[`${get} '{"la`, ['last_by_subj": ']],
		[`${get} {la`, ['"last_by_subj": ']],
		[`req ${get} {"seq": 1, "next`, ['next_by_subj": ']],
		[`${create} {"na`, ['name": ']],
		[`${create} {"name":"NEW","ret`, ['retention": ']],
		[`${create} {"name":"NEW","retention":"`, ['limits"', 'interest"', 'workqueue"']],
		[`${create} {"retention": "work`, ['workqueue"']],
		[`${create} {"retention": `, ['"limits"', '"interest"', '"workqueue"']],
		[`${create} {"allow_direct": `, ['true', 'false']],
		[`${create} {"allow_direct": t`, ['true']],
		[`${create} {"republish": {"de`, ['dest": ']],
		[`${create} {"subjects": ["a"], "sources": [{"name": "A", "opt_start_s`, ['opt_start_seq": ']],
		['$JS.API.CONSUMER.CREATE.ORDERS {"stream_name": "ORDERS", "config": {"ack_pol', ['ack_policy": ']],
		['$JS.API.CONSUMER.CREATE.ORDERS {"config": {"ack_policy": "no', ['none"']],
		['$JS.API.CONSUMER.CREATE.ORDERS.TAIL.orders.*.new {"config": {"ack_policy": "no', ['none"']],
	])('%s', (line, wanted) => expect(offered(line)).toEqual(wanted));

	it('with keys that are not there yet', () => {
		expect(offered(`${get} {"`)).toContain('seq": ');
		expect(offered(`${get} {"seq": 1, "`)).not.toContain('seq": ');
		expect(offered(`${get} {`)).toContain('"seq": ');
	});

	it('with the rest of the word that the cursor is in', () => {
		expect(taken(`${get} {"la|st": "a"}`, 'last')).toBe(`${get} {"last_by_subj": "a"}`);
		expect(taken(`${create} {"retention": "li|nes", "name": "NEW"}`, 'limits')).toBe(
			`${create} {"retention": "limits", "name": "NEW"}`,
		);
	});

	it.each([
		`${get} {"seq": 1}`,
		`${get} {"seq": 1} `,
		`${get} {"seq": 1}|{`,
		`${get} {"seq": 1`,
		`${get} {"seq" `,
		`${get} {"unknown": {"`,
		'orders.new {"',
		'orders.new {"a": "$J',
		`${get} "quoted `,
		"echo '{",
		'echo ',
		`${get} --timeout `,
	])('by nothing: %s', (line) => expect(offered(line)).toEqual([]));
});

describe('flags are completed', () => {
	it.each([
		['$JS.API.INFO --', ['--header ', '--timeout ', '--replies ', '--raw ']],
		['req --re', ['--replies ']],
		['nats req $JS.API.INFO --ti', ['--timeout ']],
		['pub --', ['--header ']],
		['sub --', ['--raw ']],
		['watch 2s $JS.API.INFO --ra', ['--raw ']],
	])('%s', (line, wanted) => expect(offered(line)).toEqual(wanted));

	it.each([
		['nats stream purge ORDERS --subject=ord', ['orders.* ']],
		['nats stream add NEW --mirror ORD', ['ORDERS ']],
		['nats consumer add ORDERS NEW --filter ord', ['orders.* ']],
		['nats stream add NEW --storage me', ['memory ']],
		['nats consumer add ORDERS NEW --deliver ', ['all ', 'new ', 'last ', 'subject ']],
	])('with their values: %s', (line, wanted) => expect(offered(line)).toEqual(wanted));
});

describe('a word that is complete', () => {
	const streams = withStreams(['LOGS', 'ORDERS', 'ORDERS_EU'].map((name) => streamInfo(name)));
	const there = sampleState(streams);

	/** The line after tab was pressed so many times. */
	function tabbed(line: string, times: number): string {
		let console = writeLine(line)(emptyConsole());
		for (let at = 0; at < times; at += 1) {
			const text = textOf(console.typed);
			console = takeOffers(completionsOf(there, '$JS.API', text, console.typed.before.length))(console);
		}
		return textOf(console.typed);
	}

	it.each([
		['$JS.API.STREAM.UPDATE.ORDERS', '$JS.API.STREAM.UPDATE.ORDERS '],
		['req $JS.API.CONSUMER.LIST.ORDERS', 'req $JS.API.CONSUMER.LIST.ORDERS '],
		['$JS.API.CONSUMER.NAMES.ORDERS', '$JS.API.CONSUMER.NAMES.ORDERS '],
		['nats stream info ORDERS', 'nats stream info ORDERS '],
		['nats stream add NEW --mirror ORDERS', 'nats stream add NEW --mirror ORDERS '],
	])('%s stays while tab shows what else there is, and comes first', (line, taken) => {
		expect(tabbed(line, 1)).toBe(line);
		expect(tabbed(line, 2)).toBe(taken);
		expect(tabbed(line, 3)).toBe(taken.replace(/ORDERS $/, 'ORDERS_EU '));
	});

	it('that is a subject stays among longer ones', () => {
		const subjects = ['orders.new.eu', 'orders.new', 'orders.news'];
		const known = sampleState(withStreams([streamInfo('A', { config: { subjects } })]));
		const offers = completionsOf(known, '$JS.API', 'sub orders.new', 14);
		expect(offers?.items.map(({ text }) => text)).toEqual(['orders.new', 'orders.new.eu', 'orders.news']);
		expect(textOf(takeOffers(offers)(writeLine('sub orders.new')(emptyConsole())).typed)).toBe('sub orders.new');
	});

	it.each([
		['$JS.API.STREAM.UPDATE.LOGS', '$JS.API.STREAM.UPDATE.LOGS '],
		['$JS.API.STREAM.UPDATE', '$JS.API.STREAM.UPDATE.'],
		['req --raw', 'req --raw '],
		['req', 'req '],
	])('%s and the only one is ended', (line, taken) => expect(tabbed(line, 1)).toBe(taken));
});

describe('subjects are completed', () => {
	it('by those of the API, with flags before them', () => {
		expect(offered('$JS.API.STREAM.UPD')).toEqual(['UPDATE.']);
		expect(offered('req --timeout 1s $JS.API.STREAM.UPD')).toEqual(['UPDATE.']);
		expect(offered("watch 2s '$JS.API.STREAM.UPD")).toEqual(['UPDATE.']);
	});

	it('by those of streams and of advisories where one listens, and by no request', () => {
		expect(offered('sub ')).toEqual(expect.arrayContaining(['orders.*', '$JS.EVENT.ADVISORY.>']));
		expect(offered('nats sub ord')).toEqual(['orders.*']);
		expect(offered('sub $JS.A')).toEqual([]);
	});

	it('by the beginning of those of streams where one publishes', () => {
		expect(offered('pub ord')).toEqual(['orders.']);
	});

	it('and verbs, where a line begins', () => {
		expect(offered('wat')).toEqual(['watch 2s ']);
		expect(offered('req wat')).toEqual([]);
	});
});

describe('a place in JSON', () => {
	it('never throws, and is a key or a value', () => {
		const json = fc.array(fc.constantFrom(...'{}[],:" a1\\'), { maxLength: 40 }).map((all) => all.join(''));
		fc.assert(
			fc.property(json, (text) => {
				expect([undefined, 'key', 'value']).toContain(jsonPlace(text)?.kind);
			}),
		);
	});
});

describe('a command of the nats CLI is completed', () => {
	it.each([
		['nats str', ['stream ']],
		['nats stream se', ['seal ']],
		['nats stream c', ['cluster ']],
		['nats stream cluster ', ['step-down ', 'peer-remove ']],
		['nats stream info OR', ['ORDERS ']],
		['$ nats stream info OR', ['ORDERS ']],
		['watch 2s nats stream info OR', ['ORDERS ']],
		['nats stream info ORDERS ', []],
		['nats stream add NE', []],
		['nats stream add NEW --max-b', ['--max-bytes=']],
		['nats stream add NEW --no', []],
		['nats stream add NEW --storage=', ['file ', 'f ', 'memory ', 'm ']],
		['nats stream add NEW --storage me', ['memory ']],
		['nats stream add NEW --mirror OR', ['ORDERS ']],
		['nats stream edit ORDERS --con', ['--config=']],
	])('%s', (line, wanted) => {
		expect(offered(line)).toEqual(wanted);
	});

	it('takes only what stands behind the sign of a flag', () => {
		expect(taken('nats stream add NEW --storage=me', 'memory')).toBe('nats stream add NEW --storage=memory ');
	});
});
