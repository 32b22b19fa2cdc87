import { describe, expect, it } from 'vitest';
import { planConfiguration } from '../../src/changes/configure.ts';
import { planAsElsewhere } from '../../src/console/plan-line.ts';
import { endpointOfSubject } from '../../src/jetstream/endpoints.ts';
import { explain } from '../../src/jetstream/errors.ts';
import { previewErrorOf } from '../../src/jetstream/preview/from-preview-reply.ts';
import type { Api } from '../../src/jetstream/request.ts';
import { checkStream } from '../../src/jetstream/rules/check-stream.ts';
import { featuresOf } from '../../src/jetstream/server-features.ts';
import { accountInfo, ready, sampleState } from '../support/state.ts';

const features = featuresOf(undefined, undefined, 'preview');
const limits = { ...accountInfo().limits, max_consumers: -1 };
const account = accountInfo({ limits });
const config = { name: 'MC', subjects: ['mc.>'], max_consumers: 1 };

describe('a limit of consumers that the preview refused', () => {
	it('is a fault there, and nowhere else', () => {
		const faults = checkStream(config, { features, streams: [], account });
		expect(faults).toEqual([
			{
				path: 'max_consumers',
				errCode: 10026,
				message: 'Max consumers must be left out: the technical preview refuses it if the account has no such limit.',
			},
		]);
		expect(checkStream({ ...config, max_consumers: -1 }, { features, streams: [], account })).toEqual([]);
		const { features: today } = sampleState();
		expect(checkStream(config, { features: today, streams: [], account })).toEqual([]);
	});

	it('is told before a line of the console or a file is sent', async () => {
		const problem = { kind: 'api', subject: '', message: 'stream not found', advice: '', errCode: 10059 } as const;
		const api = { request: async () => ({ ok: false, problem, at: 0, ms: 0 }) } as unknown as Api;
		const state = { ...sampleState(), features, account: ready(account) };
		const around = { api, state, signal: new AbortController().signal };
		const match = endpointOfSubject('STREAM.CREATE.MC');
		if (match === undefined) throw new Error('no endpoint');
		const told = {
			tone: 'bad',
			text: expect.stringMatching(/^The server will probably refuse this\. Max consumers must be/),
		};
		for (const plan of [
			await planAsElsewhere(match, config, around),
			await planConfiguration({ kind: 'stream', config }, around),
		])
			expect(plan).toMatchObject({ consequences: [told, expect.anything(), expect.anything()] });
	});

	it('is explained after it was refused all the same', () => {
		const error = previewErrorOf("-ERR 'maximum consumers exceeds account limit'");
		expect(error && explain(error)).toMatch(/Leave max_consumers out\.$/);
		expect(explain({ code: 400, err_code: 10026, description: 'maximum consumers limit reached' })).toMatch(
			/Delete one/,
		);
	});
});
