import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/console/line.ts';
import { endpoints } from '../../src/jetstream/endpoints.ts';
import { type SubjectEffect, subjectEffect } from '../../src/jetstream/subject-effect.ts';
import { templateOf } from '../../src/jetstream/subject-template.ts';

const effectOf = (subject: string, prefix = '$JS.API'): SubjectEffect => subjectEffect(subject, prefix).effect;

/** A subject of a template: names in place of its parameters. */
function filled(subject: string, name: string): string {
	return templateOf(subject)
		.map((token) => (typeof token === 'string' ? token : name))
		.join('.');
}

describe('what a subject does', () => {
	it('is what the table of endpoints says, behind every prefix of the server', () => {
		for (const endpoint of endpoints) {
			const wanted = endpoint.id === 'stream.snapshot' ? 'change' : endpoint.effect;
			const subject = filled(endpoint.subject, 'ORDERS');
			for (const prefix of ['$JS.API', '$JS.hub.API']) expect(effectOf(`${prefix}.${subject}`), subject).toBe(wanted);
			expect(effectOf(`acme.js.${subject}`, 'acme.js'), subject).toBe(wanted);
			for (const preview of endpoint.preview ?? []) expect(effectOf(filled(preview, 'ORDERS')), preview).toBe(wanted);
		}
	});

	it('is believed behind an unknown prefix only when it is no read', () => {
		expect(effectOf('other.API.STREAM.DELETE.ORDERS')).toBe('destroy');
		expect(effectOf('other.STREAM.UPDATE.ORDERS')).toBe('change');
		expect(effectOf('other.API.STREAM.INFO.ORDERS')).toBe('publish');
	});

	it.each([
		['$JS.API.STREAM.NEW.ORDERS', 'change'],
		['$JS.ACK.S.C.1.1.1.1.0', 'change'],
		['$JS.FC.S.C.x', 'change'],
		['$JS.SNAPSHOT.ACK.S.x', 'change'],
		['$JS.SNAPSHOT.RESTORE.S.x', 'change'],
		['$JS.EVENT.ADVISORY.API', 'change'],
		['$JS', 'change'],
		['$JS.API.stream.info.ORDERS', 'change'],
		['$JS.API.STREAM.INFOO.ORDERS', 'change'],
		['$SYS.REQ.SERVER.PING', 'read'],
		['$SYS.REQ.SERVER.PING.JSZ', 'read'],
		['$SYS.REQ.SERVER.PING.RELOAD', 'change'],
		['$SYS.REQ.SERVER.NABC.VARZ', 'read'],
		['$SYS.REQ.SERVER.NABC.RELOAD', 'change'],
		['$SYS.REQ.SERVER.NABC.KICK', 'change'],
		['$SYS.REQ.CLAIMS.UPDATE', 'change'],
		['$SYS.REQ.ACCOUNT.A.CLAIMS.LOOKUP', 'read'],
		['$SRV.PING', 'read'],
		['$SRV.INFO.orders.abc', 'read'],
		['$NRG.V.x', 'change'],
		['$KV.config.a', 'publish'],
		['orders.new', 'publish'],
		['_INBOX.x', 'publish'],
		// The preview's `STREAM.API.DELETE` and the domain STREAM's API: the graver reading counts.
		['$JS.STREAM.API.DELETE', 'destroy'],
		['$JS.STREAM.API.STREAM.DELETE.X', 'destroy'],
		['$JS.STREAM.API.INFO', 'read'],
	] as const)('%s: %s', (subject, effect) => {
		expect(effectOf(subject)).toBe(effect);
	});

	it.each([
		['$JS.API.STREAM.CREATE.EU.ORDERS', 'Did you mean STREAM.CREATE.{stream}? A name must not contain a dot.'],
		['$JS.hub.API.CONSUMER.INFO.ORDERS', 'Did you mean CONSUMER.INFO.{stream}.{consumer}?'],
		['$JS.API.stream.info.ORDERS', 'Did you mean STREAM.INFO.{stream}?'],
		['acme.js.STREAM.NAMES.ORDERS', 'Did you mean STREAM.NAMES?'],
	])('tells of %s which request it almost is', (subject, meant) => {
		const why = `jetdeck does not know this request: it may change something. ${meant}`;
		expect(subjectEffect(subject, 'acme.js').why).toBe(why);
	});

	it.each([
		['$JS.API.STREAM.NEW.ORDERS', 'jetdeck does not know this request: it may change something.'],
		['$JS', 'jetdeck does not know this request: it may change something.'],
		['$JS.ACK.API.STREAM.1.1.1.1.0', 'It acknowledges or rejects a delivered message.'],
		['$KV.config.a', undefined],
	])('says of %s what there is to say', (subject, why) => {
		expect(subjectEffect(subject, '$JS.API').why).toBe(why);
	});

	it('refuses wildcards, but in the filter of a consumer', () => {
		const refused = (subject: string): boolean => subjectEffect(subject, '$JS.API').refusal !== undefined;
		expect(refused('$JS.API.STREAM.INFO.*')).toBe(true);
		expect(refused('$JS.API.>')).toBe(true);
		expect(refused('*.*.STREAM.DELETE.ORDERS')).toBe(true);
		expect(refused('$JS.API.CONSUMER.CREATE.S.C.orders.*.>')).toBe(false);
		expect(refused('$JS.API.CONSUMER.CREATE.S.*.orders')).toBe(true);
		expect(effectOf('$JS.API.CONSUMER.CREATE.S.C.orders.*')).toBe('change');
	});

	it('counts headers by which the server does more', () => {
		const withHeader = (name: string) => subjectEffect('$JS.API.INFO', '$JS.API', [[name, 'x']]).effect;
		expect(withHeader('Nats-Trace-Dest')).toBe('change');
		expect(withHeader('NATS-TRACE-DEST')).toBe('change');
		expect(withHeader('traceparent')).toBe('change');
		expect(withHeader('Nats-Required-Api-Level')).toBe('read');
		expect(subjectEffect('orders.new', '$JS.API', [['Nats-Rollup', 'all']]).effect).toBe('destroy');
	});

	/** By itself, without the table's own reading of subjects: does a subject end in a request that is no read? */
	const mutating = endpoints
		.filter(({ effect, id }) => effect !== 'read' || id === 'stream.snapshot')
		.flatMap(({ subject, preview = [] }) => [
			new RegExp(`^.+\\.${patternOf(subject)}$`, 's'),
			...preview.map((each) => new RegExp(`^${patternOf(each)}$`, 's')),
		]);

	function patternOf(subject: string): string {
		const escaped = subject.replaceAll(/[.$]/g, '\\$&');
		return escaped.replaceAll(/\{\w+>\}/g, '.+').replaceAll(/\{\w+\}/g, '[^.]+');
	}

	it('never takes what changes something for less, and never throws', () => {
		const token = fc.oneof(
			fc.constantFrom(
				'$JS',
				'API',
				'STREAM',
				'CONSUMER',
				'hub',
				'$SYS',
				'REQ',
				'ORDERS',
				'*',
				'>',
				'$SRV',
				'PING',
				'INFO',
			),
			fc.constantFrom(
				'DELETE',
				'PURGE',
				'CREATE',
				'UPDATE',
				'MSG',
				'NEXT',
				'NAMES',
				'EPHEMERAL',
				'TEMPLATE',
				'META',
				'LEADER',
			),
			fc.string({ minLength: 1, maxLength: 3 }),
		);
		const prefix = fc.constantFrom(
			'$JS.API',
			'$JS.hub.API',
			'acme.js',
			'$JS',
			'$JS.STREAM.API',
			'x',
			'$SYS.REQ.SERVER',
		);
		const templates = endpoints.flatMap(({ subject, preview = [] }) => [
			subject,
			...preview.map((each) => each.replace(/^\$JS\./, '')),
		]);
		const built = fc
			.tuple(prefix, fc.constantFrom(...templates), token, fc.array(token, { maxLength: 2 }))
			.map(([before, template, name, more]) => [before, filled(template, name), ...more].join('.'));
		const subjects = fc.oneof(
			built,
			fc.array(token, { minLength: 1, maxLength: 8 }).map((tokens) => tokens.join('.')),
		);
		const wrap = fc.constantFrom<(subject: string) => string>(
			(subject) => subject,
			(subject) => `nats req '${subject}' ''`,
			(subject) => `pub ${subject} {}`,
			(subject) => `echo '{}' | nats request "${subject}"`,
			(subject) => `watch 2s ${subject}`,
		);
		fc.assert(
			fc.property(subjects, wrap, prefix, (given, line, own) => {
				const parsed = parseLine(line(given));
				if (parsed.kind !== 'line') return;
				const { subject } = parsed.line;
				const { effect, refusal } = subjectEffect(subject, own);
				if (mutating.some((pattern) => pattern.test(subject))) expect(['change', 'destroy']).toContain(effect);
				if (/^\$(JS|SYS)(\.|$)/.test(subject)) expect(effect).not.toBe('publish');
				if (/(^|\.)[*>](\.|$)/.test(subject) && effect === 'read') expect(refusal).toBeDefined();
			}),
			{ numRuns: Number(process.env.JETDECK_FUZZ_RUNS ?? 5_000) },
		);
	});
});

describe('a request that is none', () => {
	it.each([
		['$JS.API.STREAM.INFOO.ORDERS', 'Did you mean STREAM.INFO.{stream}?'],
		['$JS.API.STREAM.INFO', 'Did you mean STREAM.INFO.{stream}?'],
		['$JS.API.CONSUMR.LIST.ORDERS', 'Did you mean CONSUMER.LIST.{stream}?'],
		['$JS.API.STREAM.INFO.a.b', 'Did you mean STREAM.INFO.{stream}? A name must not contain a dot.'],
	])('%s says which one it almost is', (subject, meant) => {
		const { why, unknown } = subjectEffect(subject, '$JS.API');
		expect(why).toBe(`jetdeck does not know this request: it may change something. ${meant}`);
		expect(unknown).toBe(true);
	});

	it('that is like no other is only not known', () => {
		expect(subjectEffect('$JS.API.FOO.BAR', '$JS.API')).toMatchObject({
			why: 'jetdeck does not know this request: it may change something.',
			unknown: true,
		});
		expect(subjectEffect('orders.new', '$JS.API').unknown).toBeUndefined();
	});
});
