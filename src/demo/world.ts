import type { Link, Reply } from '../nats/link.ts';
import { fetchMessages } from './fetch-messages.ts';
import { type WorldConsumer, worldConsumers, worldStreams } from './world-data.ts';
import { firstMessages, messageMakers, repeatableRandom, type WorldMessage } from './world-messages.ts';

const api = '$JS.API';
/** Most publications at once. */
const atOnce = 250;

/**
 * Creates the shop on an empty server: streams, messages, consumers, and the consumers' progress so far.
 * @param version of the server; newer features are left out
 * @throws an Error with the server's reply if it refuses anything
 */
export async function createWorld(link: Link, version: string): Promise<void> {
	for (const { config } of worldStreams) await ask(link, `${api}.STREAM.CREATE.${config.name}`, config);
	// A stream with interest retention stores nothing before it has a consumer.
	const [first, then] = [worldConsumers.filter(byInterest), worldConsumers.filter((each) => !byInterest(each))];
	for (const consumer of first) await createConsumer(link, consumer, version);
	await publishAll(link);
	for (const consumer of then) await createConsumer(link, consumer, version);
	await Promise.all([
		take(link, 'ORDERS', 'billing', 150, 'ack'),
		take(link, 'ORDERS', 'fraud-check', 50, 'keep'),
		take(link, 'ORDERS', 'analytics', 20, 'ack'),
		take(link, 'PAYMENTS', 'cards', 60, 'ack'),
		take(link, 'PAYMENTS', 'transfers', 3, 'keep'),
		take(link, 'LOGS', 'archive', 850, 'ack'),
		take(link, 'AUDIT', 'compliance', 150, 'ack'),
		take(link, 'EVENTS', 'search-index', 100, 'ack'),
	]);
	// Nacked three times at once: this consumer has redeliveries.
	for (let round = 0; round < 3; round += 1) await take(link, 'ORDERS', 'returns', 12, 'nak');
}

function byInterest({ stream }: WorldConsumer): boolean {
	return worldStreams.some(({ config }) => config.name === stream && config.retention === 'interest');
}

async function publishAll(link: Link): Promise<void> {
	const random = repeatableRandom(1);
	const messages = firstMessages.flatMap(([kind, count]) =>
		Array.from({ length: count }, (_, n): WorldMessage => messageMakers[kind](random, n)),
	);
	for (let from = 0; from < messages.length; from += atOnce) {
		const answers = messages
			.slice(from, from + atOnce)
			.map(({ subject, payload, headers }) => link.request(subject, payload, { ...(headers && { headers }) }));
		for (const answer of await Promise.all(answers)) check('publish', answer);
	}
}

async function createConsumer(link: Link, { stream, config, later }: WorldConsumer, version: string): Promise<void> {
	const fields = later !== undefined && atLeast(version, later.since) ? later.fields : {};
	const body = { stream_name: stream, config: { ...config, ...fields } };
	await ask(link, `${api}.CONSUMER.DURABLE.CREATE.${stream}.${config.durable_name}`, body);
}

/** Works as a client: fetches messages and acknowledges each, or keeps them unacknowledged. */
async function take(
	link: Link,
	stream: string,
	consumer: string,
	batch: number,
	answer: 'ack' | 'nak' | 'keep',
): Promise<void> {
	const words = { ack: '+ACK', nak: '-NAK', keep: undefined } as const;
	const word = words[answer];
	const messages = await fetchMessages(link, stream, consumer, batch);
	if (word === undefined) return;
	await Promise.all(messages.map(({ reply }) => reply && link.request(reply, word)));
}

async function ask(link: Link, subject: string, body: object): Promise<void> {
	check(subject, await link.request(subject, JSON.stringify(body)));
}

function check(what: string, answer: Reply): void {
	if (!answer.ok) throw new Error(`${what}: ${answer.problem.message}`);
	const text = new TextDecoder().decode(answer.message.data);
	const { error } = JSON.parse(text) as { readonly error?: { readonly description?: string } };
	if (error !== undefined) throw new Error(`${what}: ${error.description ?? text}`);
}

function atLeast(version: string, since: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [sinceMajor = 0, sinceMinor = 0] = since.split('.').map(Number);
	return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}
