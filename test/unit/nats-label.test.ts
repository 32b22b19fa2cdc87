import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectionOptions, resolveSettings } from '../../src/nats/settings.ts';

let config: string;

beforeAll(() => {
	config = mkdtempSync(join(tmpdir(), 'jetdeck-contexts-'));
	mkdirSync(join(config, 'nats/context'), { recursive: true });
	const prod = { url: 'nats://prod.example:4222', user: 'ops', password: 'kept-secret' };
	writeFileSync(join(config, 'nats/context/prod.json'), JSON.stringify(prod));
	writeFileSync(join(config, 'nats/context.txt'), 'prod\n');
});

afterAll(() => rmSync(config, { recursive: true, force: true }));

async function target(options: ConnectionOptions, env: Readonly<Record<string, string>> = {}) {
	const resolved = await resolveSettings(options, { XDG_CONFIG_HOME: config, ...env });
	if (!resolved.ok) throw new Error(resolved.problem.message);
	return resolved.settings.target;
}

describe('the name a connection goes by', () => {
	it('is the context when the context says where', async () => {
		expect((await target({})).label).toBe('prod');
	});

	it.each([
		[{ server: 'nats://127.0.0.1:4333' }, {}],
		[{}, { NATS_URL: 'nats://127.0.0.1:4333' }],
	])('names the server too when %j or %j replaces that of the context', async (options, env) => {
		const { label, notes } = await target(options, env);
		expect(label).toBe('prod @ nats://127.0.0.1:4333');
		expect(notes.length).toBeGreaterThan(0);
	});

	it('has nothing of the selected context where none is wanted', async () => {
		const { label, context, identity } = await target({ server: 'nats://127.0.0.1:4333', context: false });
		expect({ label, context, identity }).toEqual({
			label: 'nats://127.0.0.1:4333',
			context: undefined,
			identity: 'no credentials',
		});
	});
});
