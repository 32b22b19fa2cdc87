import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/console/line.ts';
import { planLine } from '../../src/console/plan-line.ts';
import { prepare } from '../../src/console/prepare.ts';
import { endpointOfSubject } from '../../src/jetstream/endpoints.ts';
import { errorOf } from '../../src/jetstream/reply-content.ts';
import type { Api } from '../../src/jetstream/request.ts';
import { featuresOf } from '../../src/jetstream/server-features.ts';
import { subjectEffect } from '../../src/jetstream/subject-effect.ts';
import { sampleState, streamInfo } from '../support/state.ts';

const message = (text: string) => ({ subject: '', data: new TextEncoder().encode(text), headers: [] });

describe('an error of a preview server', () => {
	it('has no codes, for the server gave none', () => {
		expect(errorOf(message("-ERR 'stream not found'"), '$JS.STREAM.LOGS.INFO')).toMatchObject({
			message: 'stream not found',
		});
		const today = '{"error":{"code":404,"err_code":10059,"description":"stream not found"}}';
		expect(errorOf(message(today), '$JS.API.STREAM.INFO.LOGS')).toMatchObject({
			message: 'stream not found (404, err_code 10059)',
		});
	});
});

describe('a creation of what is there', () => {
	async function told(dialect: 'current' | 'preview'): Promise<string> {
		const info = streamInfo('LOGS');
		const api = {
			prefix: '$JS.API',
			dialect: () => dialect,
			raw: { verdict: (subject: string) => subjectEffect(subject, '$JS.API') },
			request: async () => ({ ok: true, value: info, at: 0, ms: 0 }),
		} as unknown as Api;
		const subject = dialect === 'preview' ? '$JS.STREAM.LOGS.CREATE' : '$JS.API.STREAM.CREATE.LOGS';
		const parsed = parseLine(subject);
		if (parsed.kind !== 'line') throw new Error('not a line');
		const state = sampleState();
		const features = dialect === 'preview' ? featuresOf(undefined, undefined, 'preview') : state.features;
		const prepared = prepare(parsed.line, '{"name":"LOGS","subjects":["logs.>"]}', api, features);
		if ('refusal' in prepared) throw new Error(prepared.refusal);
		const around = { api, state: { ...state, features }, signal: new AbortController().signal };
		const plan = await planLine(subject, prepared, around);
		if ('refusal' in plan) throw new Error(plan.refusal);
		return plan.consequences.map(({ text }) => text).join(' ');
	}

	it('is refused by a preview server, and told so', async () => {
		expect(await told('preview')).toMatch(
			/even with the same configuration\. Creates a stream from its configuration\.$/,
		);
		expect(await told('current')).toMatch(/the request succeeds too\.$/);
		expect(endpointOfSubject('STREAM.CREATE.LOGS')?.endpoint.more).toMatch(/the request succeeds too\.$/);
	});
});
