import { afterAll } from 'vitest';
import type { Link, Message } from '../../src/nats/link.ts';
import { openLink } from '../../src/nats/open-link.ts';
import { settingsFor } from './decks.ts';
import { reached } from './links.ts';
import { type Asked, openFilm, type Scene } from './preview-film.ts';
import { type Recorded, recordedAt, transcript } from './preview-transcript.ts';
import { type Delivery, packed, wireOf } from './preview-wire.ts';
import { startServer } from './servers.ts';

/** A server of the technical preview, as far as it was recorded. */
export interface PreviewServer {
	readonly url: string;
	/** Goes to another scene; see `Film`. */
	play(scene: Scene): void;
	/** Where the film stands: the case that comes next. */
	at(): string;
	/** The recorded exchanges that were answered so far, silence among them. */
	readonly answered: readonly Recorded[];
	/** Requests that were never recorded, and those that end the server's process. Tests fail where there are any. */
	readonly unexpected: readonly Asked[];
	/** Requests that were recorded in another state of the server only. */
	readonly notNow: readonly Asked[];
	/** Whether no request was left over to `unexpected`; throws with what was. */
	expectAllKnown(): void;
}

const open: Link[] = [];

afterAll(async () => {
	await Promise.all(open.splice(0).map((link) => link.close()));
});

/**
 * A real nats-server without JetStream on which the recorded exchanges are played: a request that equals a recorded one is
 * answered byte for byte as it was, all others are not answered and are noted. Clients reach it by a wire that says the
 * recorded INFO line and delivers messages as that server did. Ended with the test file.
 */
export async function startPreviewServer(scene: Scene = { from: 'blog.enabled' }): Promise<PreviewServer> {
	const server = await startServer({ jetstream: false });
	const link = openLink(await settingsFor({ server: server.url }));
	open.push(link);
	await reached(link, 'connected');
	const film = openFilm(scene);
	const answered: Recorded[] = [];
	const unexpected: Asked[] = [];
	const notNow: Asked[] = [];
	const onMessage = (message: Message): void => {
		const asked = { subject: message.subject, payload: new TextDecoder().decode(message.data) };
		const shown = film.show(asked);
		if (shown.kind === 'unexpected') unexpected.push(asked);
		if (shown.kind === 'not-now') notNow.push(asked);
		if (shown.kind !== 'recorded') return;
		answered.push(shown.recorded);
		for (const reply of shown.recorded.replies) answer(link, message.reply, reply);
		for (const each of shown.deliveries) for (const reply of each.replies) answer(link, each.subject, reply);
	};
	for (const subject of listened) link.subscribe(subject, onMessage);
	// The server has taken the subscriptions once it answers.
	await link.roundTrip();
	const [info = ''] = recordedAt(
		scene.from.startsWith('disabled.server') ? 'disabled.connect.info' : 'connect.info',
	).replies;
	const url = await wireOf(server, info);
	return {
		url,
		play: film.play,
		at: () => transcript[film.at()]?.case ?? 'the end',
		answered,
		unexpected,
		notNow,
		expectAllKnown: () => {
			if (unexpected.length > 0) throw new Error(`never recorded: ${JSON.stringify(unexpected, null, 2)}`);
		},
	};
}

/** Subjects that were published to, and the API. */
const listened = new Set(
	transcript.flatMap(({ subject, request }) => (request === null || subject.startsWith('$JS.') ? [] : [subject])),
).add('$JS.>');

function answer(link: Link, to: string | undefined, reply: string): void {
	if (to === undefined) return;
	const delivery = deliveryOf(reply);
	link.publish(to, delivery === undefined ? reply : packed(delivery));
}

/** A message of a stream, as the transcript writes it. */
export function deliveryOf(reply: string): Delivery | undefined {
	return /^\{\s*"subject":[^,]*,\s*"reply":/.test(reply) ? JSON.parse(reply) : undefined;
}
