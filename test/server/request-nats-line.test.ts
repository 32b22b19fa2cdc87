import { expect, it } from 'vitest';
import { connect, createStreams } from '../support/jetstream.ts';
import { requested } from '../support/requested.ts';
import { startServer } from '../support/servers.ts';

it('a line of the nats CLI is sent as the request that it makes', async () => {
	const server = await startServer();
	await createStreams(await connect(server), ['LOGS'], { subjects: ['logs.>'] });
	const { code, out, said } = await requested(server.url, 'nats stream info LOGS -j');
	expect(code).toBe(0);
	expect(JSON.parse(out)).toMatchObject({ config: { name: 'LOGS' } });
	expect(said).toContain('$JS.API.STREAM.INFO.LOGS');
});

it('what changes something wants --yes there too, and what is for the console says so', async () => {
	const server = await startServer();
	await createStreams(await connect(server), ['LOGS']);
	expect(await requested(server.url, 'nats stream rm LOGS -f', undefined, false, [], false)).toMatchObject({ code: 4 });
	expect(await requested(server.url, 'nats sub logs.>')).toMatchObject({
		code: 2,
		said: expect.stringContaining('is for the console'),
	});
	expect(await requested(server.url, 'nats stream info LOGS', 'more')).toMatchObject({ code: 2 });
});
