import type { Link, ServerIdentity } from '../nats/link.ts';

/** `preview`: the API of the technical preview of March 2020, `$JS.STREAM.…` and `+OK`. */
export type Dialect = 'current' | 'preview';

/** Which dialect the server at the other end speaks. */
export interface Dialects {
	/** As far as is known: `current` before anything is. */
	readonly now: () => Dialect;
	/** Asks where it must be asked; while there is no connection it answers at once with what is known. */
	readonly known: () => Promise<Dialect>;
}

/** A preview server answers at once; a server that says nothing to either question is no reason to wait for long. */
const probeMs = 1_500;

/**
 * Finds out once a server which dialect it speaks, unless the target says so. Servers that have JetStream and headers are of
 * today, which costs no request. Others are asked in both ways at once: `$JS.API.INFO` and `$JS.ENABLED`.
 */
export function dialectsOf(link: Link): Dialects {
	const { dialect: told, domain, apiPrefix } = link.target;
	if (told !== undefined || domain !== undefined || apiPrefix !== undefined) {
		const dialect = told ?? 'current';
		return { now: () => dialect, known: () => Promise.resolve(dialect) };
	}
	let last: Dialect = 'current';
	let asked: { readonly server: string; readonly answer: Promise<Dialect> } | undefined;
	return {
		now: () => last,
		known: async () => {
			const status = link.status();
			if (status.phase !== 'connected') return last;
			if (asked?.server !== status.server.id)
				asked = { server: status.server.id, answer: isOfToday(status.server) ? today : probe(link) };
			last = await asked.answer;
			return last;
		},
	};
}

const today: Promise<Dialect> = Promise.resolve('current');

/** Headers came three months after the preview. */
function isOfToday({ jetstream, headers }: ServerIdentity): boolean {
	return jetstream && headers;
}

/** The first that answers decides; silence is taken for a server of today without JetStream. */
async function probe(link: Link): Promise<Dialect> {
	const ask = (subject: string) => link.request(subject, '', { timeoutMs: probeMs });
	const current = ask('$JS.API.INFO');
	const preview = ask('$JS.ENABLED');
	return new Promise((resolve) => {
		void current.then((reply) => reply.ok && resolve('current'));
		void preview.then((reply) => reply.ok && isPreviewAnswer(reply.message.data) && resolve('preview'));
		void Promise.all([current, preview]).then(() => resolve('current'));
	});
}

function isPreviewAnswer(data: Uint8Array): boolean {
	return /^(\+OK|-ERR)/.test(new TextDecoder().decode(data));
}
