import { describe, expect, test } from 'vitest';
import { setAt } from '../../src/forms/draft.ts';
import type { Form } from '../../src/forms/form.ts';
import { consumerEdit, openNewStream, streamEdit } from '../../src/forms/open.ts';
import { reviewText } from '../../src/forms/review.ts';
import type { Dialect } from '../../src/jetstream/dialect.ts';
import { consumerInfo, deckState, sampleState, streamInfo } from '../support/state.ts';

const none = { forms: new Map<string, Form>() };
const at = (dialect: Dialect) => {
	const state = deckState();
	return { ...state, features: { ...state.features, dialect } };
};
const there = 'nats --no-context --server=nats://127.0.0.1:4222';

const stream = streamEdit(none, streamInfo('LOGS', { config: { subjects: ['logs.>'] } }));
const consumer = consumerEdit(none, consumerInfo('LOGS', 'TAIL', { config: { durable_name: 'TAIL' } }));

const lineOf = (form: Form, key: string, value: unknown, dialect: Dialect): string =>
	reviewText({ ...form, draft: setAt(form.draft, key, value), review: 'nats CLI' } as Form, at(dialect));

describe('the nats line of a form', () => {
	test('goes where the form goes', () => {
		expect(lineOf(stream, 'max_msgs', 5, 'current')).toBe(`${there} stream edit LOGS --force --max-msgs=5\n`);
		expect(lineOf(consumer, 'max_deliver', 5, 'current')).toBe(
			`${there} consumer edit LOGS TAIL --force --max-deliver=5\n`,
		);
	});

	test('is the request of a server of the technical preview, in its words', () => {
		expect(lineOf(stream, 'max_msgs', 5, 'preview')).toMatch(
			/^nats --no-context --server=\S+ req '\$JS\.STREAM\.LOGS\.UPDATE' '\{"name":"LOGS",.*"max_msgs":5,/,
		);
		expect(lineOf(consumer, 'deliver_policy', 'last', 'preview')).toContain('"deliver_last":true');
		expect(lineOf(stream, 'mirror', { name: 'A' }, 'preview')).toMatch(
			/^# The technical preview does not support mirror/,
		);
	});
});

test('the JSON of a form is all that is sent, with what the request requires and nobody wrote', () => {
	const [blank] = [...(openNewStream(sampleState()).forms?.values() ?? [])];
	if (blank === undefined) throw new Error('no form');
	const written = { ...blank, draft: setAt(blank.draft, 'name', 'LOGS'), review: 'JSON' } as Form;
	expect(JSON.parse(reviewText(written, at('current')))).toMatchObject({ name: 'LOGS', max_msgs: -1, num_replicas: 1 });
	const unset = { ...consumer, draft: setAt(consumer.draft, 'ack_wait', 0), review: 'JSON' } as Form;
	expect(JSON.parse(reviewText(unset, at('current')))).not.toHaveProperty('ack_wait');
});

test('the JSON of a form is in the words of the server', () => {
	const json = (dialect: Dialect) => JSON.parse(reviewText({ ...consumer, review: 'JSON' }, at(dialect)));
	expect(json('current')).toMatchObject({ durable_name: 'TAIL', deliver_policy: 'all' });
	expect(json('preview')).toMatchObject({ stream_name: 'LOGS', config: { durable_name: 'TAIL', deliver_all: true } });
});
