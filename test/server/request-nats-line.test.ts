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
		said: expect.stringContaining('use the console'),
	});
	expect(await requested(server.url, 'nats stream info LOGS', 'more')).toMatchObject({ code: 2 });
});

it('the nats line of a change that is only described is one line, however long: who pastes it runs all of it', async () => {
	const server = await startServer();
	const subjects = Array.from({ length: 20 }, (_, n) => `orders.${n}.>`);
	const config = { name: 'ORDERS', description: 'Every order, from the basket to the door', subjects };
	const create = '$JS.API.STREAM.CREATE.ORDERS';
	const { said } = await requested(server.url, create, JSON.stringify(config), false, [], false);
	const line = said.split('\n').find((each) => each.startsWith('nats '));
	for (const part of [...subjects, 'from the basket to the door', '--no-allow-direct']) expect(line).toContain(part);
});

it.each([
	['nats stream add NEW --subjects new.> --defaults', 'already has this configuration'],
	['nats consumer add LOGS C --pull --defaults', 'already has this configuration'],
	['nats stream edit LOGS --max-age 1h -f', 'already has this configuration'],
])('%s succeeds a second time too, and nothing is sent', async (line, why) => {
	const server = await startServer();
	await createStreams(await connect(server), ['LOGS'], { subjects: ['logs.>'] });
	expect(await requested(server.url, line)).toMatchObject({ code: 0 });
	const { code: again, out, said } = await requested(server.url, line);
	expect([again, out]).toEqual([0, '']);
	expect(said).toContain(why);
});

it('another configuration of a stream that is there is refused', async () => {
	const server = await startServer();
	await createStreams(await connect(server), ['LOGS'], { subjects: ['logs.>'] });
	const { code, said } = await requested(server.url, 'nats stream add LOGS --subjects other --defaults');
	expect(code).toBe(2);
	expect(said).toContain('the server refuses a different configuration');
});
