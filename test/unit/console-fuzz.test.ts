import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/all.ts';
import { contextOf } from '../../src/commands/dispatch.ts';
import { parseLine } from '../../src/console/line.ts';
import { emptyConsole } from '../../src/console/state.ts';
import { features } from '../../src/jetstream/server-features.ts';
import type { Link } from '../../src/nats/link.ts';
import { anyLine as line } from '../support/console-lines.ts';
import { stillDeck, stillHost } from '../support/draw.tsx';
import { sampleState, streamInfo } from '../support/state.ts';

/** Of all properties together; more by hand: `FUZZ_LINES=1000000`. */
const lines = Number(process.env.FUZZ_LINES ?? 100_000);

// What is known of subjects is written down a second time here, from the documentation of the API and not from the tables.

/** After `$JS.API.` or `$JS.<domain>.API.`: all that only reads. */
const reads = [
	/^INFO$/,
	/^STREAM\.(NAMES|LIST)$/,
	/^STREAM\.(INFO|MSG\.GET)\.[^.]+$/,
	/^DIRECT\.GET\.[^.]+(\..+)?$/,
	/^CONSUMER\.(NAMES|LIST)\.[^.]+$/,
	/^CONSUMER\.INFO\.[^.]+\.[^.]+$/,
	/^STREAM\.TEMPLATE\.NAMES$/,
	/^STREAM\.TEMPLATE\.INFO\.[^.]+$/,
];
const previewReads =
	/^\$JS\.(ENABLED|INFO|STREAM\.LIST|STREAM\.[^.]+\.(INFO|CONSUMERS|MSG\.BYSEQ)|STREAM\.[^.]+\.CONSUMER\.[^.]+\.INFO|TEMPLATE\.LIST|TEMPLATE\.[^.]+\.INFO)$/;
const systemReads = /^\$SYS\.REQ\.(USER\.INFO|SERVER\.PING|(SERVER|ACCOUNT)\..*)$/;
/** Whatever stands before it, an import may bring it to the API. */
const changes = [
	/(^|\.)STREAM\.(CREATE|UPDATE|DELETE|PURGE|SNAPSHOT|RESTORE|MSG\.DELETE|LEADER\.STEPDOWN|PEER\.REMOVE)\.[^.]+$/,
	/(^|\.)STREAM\.TEMPLATE\.(CREATE|DELETE)\.[^.]+$/,
	/(^|\.)CONSUMER\.CREATE\.[^.]+(\..+)?$/,
	/(^|\.)CONSUMER\.(DELETE|PAUSE|RESET|UNPIN|DURABLE\.CREATE|MSG\.NEXT|LEADER\.STEPDOWN)\.[^.]+\.[^.]+$/,
	/(^|\.)(ACCOUNT\.PURGE\.[^.]+|ACCOUNT\.STREAM\.(MOVE|CANCEL_MOVE)\.[^.]+\.[^.]+)$/,
	/(^|\.)(META\.LEADER\.STEPDOWN|SERVER\.REMOVE)$/,
];

/** Whether a message to a subject may change what a server holds; not what an application does with it. */
function mayChange(subject: string): boolean {
	const api = /^\$JS\.(?:[^.]+\.)?API\.(.+)$/.exec(subject)?.[1];
	if (api !== undefined && reads.some((read) => read.test(api))) return false;
	if (previewReads.test(subject)) return false;
	if (subject.startsWith('$JS')) return true;
	if (subject.startsWith('$SYS')) return !systemReads.test(subject) || /(RELOAD|KICK|LDM)$/.test(subject);
	return changes.some((change) => change.test(subject));
}

/** A link that notes what leaves, and answers as a server with one stream would. */
function recording() {
	const left: { readonly subject: string; readonly how: 'asked' | 'published' }[] = [];
	const answer = (subject: string): Uint8Array => {
		const type = (name: string, value: object) => ({ type: `io.nats.jetstream.api.v1.${name}_response`, ...value });
		const page = { total: 0, offset: 0, limit: 1024 };
		const value = subject.includes('STREAM.NAMES')
			? type('stream_names', { ...page, streams: [] })
			: subject.includes('STREAM.INFO')
				? type('stream_info', streamInfo('LOGS'))
				: { error: { code: 404, err_code: 10014, description: 'consumer not found' } };
		return new TextEncoder().encode(JSON.stringify(value));
	};
	const message = (subject: string) => ({ subject: '', data: answer(subject), headers: [] });
	const wire: Pick<Link, 'request' | 'gather' | 'deliver'> = {
		request: async (subject) => {
			left.push({ subject, how: 'asked' });
			return { ok: true, message: message(subject), ms: 1 };
		},
		gather: async (subject, _, { isLast }) => {
			left.push({ subject, how: 'asked' });
			isLast(message(subject), 1);
			return { messages: [message(subject)], ms: 1 };
		},
		deliver: async (subject) => {
			left.push({ subject, how: 'published' });
			return undefined;
		},
	};
	return { left, wire };
}

const send = commands.find(({ id }) => id === 'console.send');

/** Types a line, presses enter, and waits until nothing more comes of it. */
async function enter(text: string, state: ReturnType<typeof sampleState>) {
	const { left, wire } = recording();
	const { deck } = stillDeck({ ...state, console: { ...emptyConsole(), typed: { before: text, after: '' } } }, wire);
	send?.run(contextOf(deck, stillHost().host));
	// A plan asks several things, one after the other.
	for (let turns = 0; turns < 8; turns += 1) await new Promise((resolve) => setImmediate(resolve));
	deck.console.stopAll();
	return { left, overlay: deck.store.getState().overlay };
}

describe('lines of all kinds', () => {
	it('are read without ever throwing', () => {
		const anything = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 40 }), line);
		fc.assert(
			fc.property(anything, (text) => {
				expect(['empty', 'line', 'file', 'fault']).toContain(parseLine(text).kind);
			}),
			{ numRuns: Math.round(lines * 0.5) },
		);
	});

	it('change nothing that nobody has agreed to', async () => {
		const state = sampleState({ features: features('2.15.1', 5) });
		let asked = 0;
		let proposed = 0;
		await fc.assert(
			fc.asyncProperty(line, async (text) => {
				const { left, overlay } = await enter(text, state);
				asked += left.length;
				if (overlay?.kind === 'confirm') proposed += 1;
				expect(left.filter((each) => mayChange(each.subject))).toEqual([]);
				// Without a reply nothing leaves but by its own word.
				if (left.some(({ how }) => how === 'published')) expect(text).toMatch(/\bpub\b/);
			}),
			{ numRuns: Math.round(lines * 0.3) },
		);
		// Neither is everything refused.
		expect(asked).toBeGreaterThan(lines * 0.005);
		expect(proposed).toBeGreaterThan(lines * 0.005);
		if (process.env.FUZZ_LINES !== undefined)
			process.stdout.write(`${lines} lines: ${asked} messages left, ${proposed} dialogs\n`);
	});

	it('change nothing at all where the deck may only read', async () => {
		const state = sampleState({ features: features('2.15.1', 5), readOnly: true });
		let asked = 0;
		await fc.assert(
			fc.asyncProperty(line, async (text) => {
				const { left, overlay } = await enter(text, state);
				asked += left.length;
				expect(left.filter((each) => mayChange(each.subject))).toEqual([]);
				// A question may be published too: nobody is answered.
				for (const each of left) if (each.how === 'published') expect(each.subject).toMatch(/^\$(JS|SYS|SRV)|acme/);
				expect(overlay).toBeUndefined();
			}),
			{ numRuns: Math.round(lines * 0.2) },
		);
		expect(asked).toBeGreaterThan(lines * 0.001);
	});
});
