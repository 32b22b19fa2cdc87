import { describe, expect, it } from 'vitest';
import { report } from '../../src/cli/report.ts';
import { apiProblem } from '../../src/jetstream/advice.ts';
import { explain } from '../../src/jetstream/errors.ts';
import type { PreviewAsk } from '../../src/jetstream/preview/ask-preview.ts';
import { findMessage } from '../../src/jetstream/preview/find-message.ts';
import { fromPreviewReply, previewErrorOf } from '../../src/jetstream/preview/from-preview-reply.ts';
import { openApi } from '../../src/jetstream/request.ts';
import { open } from '../../src/store/nav.ts';
import { consumerKey, type View } from '../../src/store/view.ts';
import { linesOf } from '../../src/views/text-lines.ts';
import { openTestDeck, seen } from '../support/decks.ts';
import { connect } from '../support/jetstream.ts';
import { startPreviewServer } from '../support/preview-responder.ts';
import { recordedAt } from '../support/preview-transcript.ts';

const scene = { from: 'restart.list', to: 'restart.delete' } as const;
const sent = (name: string): unknown => JSON.parse(recordedAt(name).replies[0] ?? '');

describe('what a preview server sent', () => {
	it('is what y shows of a stream and of a consumer', async () => {
		const server = await startPreviewServer({ from: 'blog.enabled' });
		const deck = await openTestDeck({ server: server.url });
		await seen(deck, 'the dialect', ({ features }) => features.dialect === 'preview');
		server.play(scene);
		const shown = (view: View): unknown => {
			deck.store.setState((state) => open(state, view));
			const lines = linesOf(deck.store.getState()).map((line) => line.map(({ text }) => text).join(''));
			expect(lines[0]).toContain('As the server sent it, in the form of the technical preview of 2020.');
			return JSON.parse(lines.slice(1).join(''));
		};
		await seen(deck, 'the stream', ({ streams }) => streams.entries.get('LOGS')?.info.phase === 'ready');
		expect(shown({ kind: 'stream', stream: 'LOGS', pane: 'json' })).toEqual(sent('restart.info'));
		deck.store.setState((state) => open(state, { kind: 'consumers' }));
		const key = consumerKey('LOGS', 'TAIL');
		await seen(deck, 'the consumer', ({ consumers }) => consumers.entries.get(key)?.info.phase === 'ready');
		const view: View = { kind: 'consumer', stream: 'LOGS', consumer: 'TAIL', pane: 'json' };
		expect(shown(view)).toEqual(sent('restart.consumer.info'));
	});

	it('is what a report has as JSON', async () => {
		const server = await startPreviewServer({ from: 'blog.enabled' });
		const link = await connect(server);
		const api = openApi(link, { readOnly: true });
		await api.dialectKnown();
		server.play(scene);
		const reported = async (what: 'streams' | 'stream' | 'consumers', stream?: string) =>
			(await report(api, link, { what, json: true, ...(stream !== undefined && { stream }) })).value;
		expect(await reported('stream', 'LOGS')).toEqual(sent('restart.info'));
		expect(await reported('streams')).toMatchObject({ streams: [sent('restart.info')] });
		expect(await reported('consumers')).toMatchObject([{ consumers: [sent('restart.consumer.info')] }]);
		expect(await reported('consumers', 'LOGS')).toMatchObject([{ consumers: [sent('restart.consumer.info')] }]);
	});
});

describe('a message that cannot be loaded', () => {
	const answer = recordedAt('byseq.deleted').replies[0] ?? '';

	it('may be deleted or unreadable', () => {
		const error = previewErrorOf(answer);
		expect(error?.description).toBe('could not load message from storage');
		expect(error && explain(error)).toMatch(/^The message was deleted or never stored, or the server cannot read it/);
	});

	/** A stream of five sequences, so many of them deleted, none of which can be loaded. */
	const search = (deleted: number) => {
		const config = { name: 'LOGS', subjects: ['logs.>'] };
		const state = { messages: 5 - deleted, bytes: 1, first_seq: 1, last_seq: 5, consumer_count: 0 };
		const ask = async ({ id, params }: PreviewAsk) => {
			const text = id === 'stream.info' ? JSON.stringify({ config, state }) : answer;
			const read = fromPreviewReply(id, params, text);
			if (read.kind === 'malformed') throw new Error(read.reason);
			return read.kind === 'value'
				? { ok: true as const, value: read.value, at: 0, ms: 0 }
				: { ok: false as const, problem: apiProblem('', read.error), at: 0, ms: 0 };
		};
		return findMessage(ask, 'LOGS', { subject: 'logs.a', seq: 1 });
	};

	it('is none that a search may leave out', async () => {
		expect(await search(3)).toMatchObject({
			problem: { message: 'The server could not load 2 messages from storage; no other message matches.' },
		});
		const none = await search(5);
		expect(none).toMatchObject({ problem: { message: 'There is no such message.', errCode: 10037 } });
	});
});
