import type { Link, Reply, ServerIdentity } from '../nats/link.ts';

/** `preview`: the API of the technical preview of March 2020, `$JS.STREAM.…` and `+OK`. */
export type Dialect = 'current' | 'preview';

/** Which dialect the server at the other end speaks. */
export interface Dialects {
	/** As far as is known: `current` before anything is. */
	readonly now: () => Dialect;
	/** Asks the server where necessary; without a connection it resolves at once with what is known. */
	readonly known: () => Promise<Dialect>;
}

/** A preview server answers at once; a server that says nothing to either question is no reason to wait for long. */
const probeMs = 1_500;

/**
 * Finds out once per server which dialect it speaks, unless the target names it. A server with JetStream and headers is a current
 * one, which costs no request. Others are asked in both dialects at once: `$JS.API.INFO` and `$JS.ENABLED`.
 */
export function dialectsOf(link: Link): Dialects {
	const { dialect: told, domain, apiPrefix } = link.target;
	if (told !== undefined || domain !== undefined || apiPrefix !== undefined) {
		const dialect = told ?? 'current';
		return { now: () => dialect, known: () => Promise.resolve(dialect) };
	}
	let last: Dialect = 'current';
	let asked: Asked | undefined;
	return {
		now: () => last,
		known: async () => {
			const status = link.status();
			if (status.phase !== 'connected') return last;
			const { id } = status.server;
			if (asked?.server !== id || asked.until < Date.now())
				asked = { server: id, answer: isOfToday(status.server) ? today : probe(link), until: Number.POSITIVE_INFINITY };
			const mine = asked;
			const found = await mine.answer;
			// Silence: ask again later, because JetStream may not be up yet, or the connection was lost.
			if (found === undefined && mine.until === Number.POSITIVE_INFINITY) mine.until = Date.now() + againMs;
			// With JetStream off a preview server answers neither question; its INFO line has its version.
			const dialect = found ?? (isOfPreviewTime(status.server) ? 'preview' : 'current');
			// Another server may be at the other end by now.
			if (asked === mine) last = dialect;
			return dialect;
		},
	};
}

interface Asked {
	readonly server: string;
	/** Undefined for silence. */
	readonly answer: Promise<Dialect | undefined>;
	/** When the answer expires, ms since the epoch. */
	until: number;
}

/** How long silence counts. */
const againMs = 5_000;

const today: Promise<Dialect> = Promise.resolve('current');

/** Headers came three months after the preview. */
function isOfToday({ jetstream, headers }: ServerIdentity): boolean {
	return jetstream && headers;
}

/** Whether the INFO line is that of a preview server, even when JetStream is off and nothing answers. */
export function isOfPreviewTime({ version, headers }: Pick<ServerIdentity, 'version' | 'headers'>): boolean {
	return !headers && version.startsWith('2.2.0-');
}

/**
 * The first reply decides. No responders, or no permission, is an answer too: a current server without JetStream
 * replies with it. Undefined after silence.
 */
async function probe(link: Link): Promise<Dialect | undefined> {
	const ask = (subject: string) => link.request(subject, '', { timeoutMs: probeMs });
	const current = ask('$JS.API.INFO');
	const preview = ask('$JS.ENABLED');
	return new Promise((resolve) => {
		void current.then((reply) => reply.ok && resolve('current'));
		void preview.then((reply) => reply.ok && isPreviewAnswer(reply.message.data) && resolve('preview'));
		void Promise.all([current, preview]).then(([reply]) => resolve(isSilence(reply) ? undefined : 'current'));
	});
}

function isSilence(reply: Reply): boolean {
	return !reply.ok && ['timeout', 'disconnected', 'cancelled', 'other'].includes(reply.problem.kind);
}

function isPreviewAnswer(data: Uint8Array): boolean {
	return /^(\+OK|-ERR)/.test(new TextDecoder().decode(data));
}
