import { afterEach } from 'vitest';
import type { ConnectProblem, Link, LinkProblem, LinkStatus } from '../../src/nats/link.ts';
import { openLink } from '../../src/nats/open-link.ts';
import { type ConnectionOptions, resolveSettings } from '../../src/nats/settings.ts';
import { until } from './until.ts';

const open: Link[] = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map((link) => link.close()));
});

/** Opens a link as the command line would, with nothing but `env` in the environment. Closed after the test. */
export async function linkWith(options: ConnectionOptions, env: Readonly<Record<string, string>> = {}): Promise<Link> {
	const resolved = await resolveSettings(options, { HOME: '/nonexistent', ...env });
	if (!resolved.ok) throw new Error(resolved.problem.message);
	const link = openLink(resolved.settings);
	open.push(link);
	return link;
}

type Phase<P> = Extract<LinkStatus, { readonly phase: P }>;

/** Waits until the link is in this phase. */
export function reached<P extends LinkStatus['phase']>(link: Link, phase: P): Promise<Phase<P>> {
	return until(() => link.status().phase === phase && (link.status() as Phase<P>), {
		what: `the phase ${phase}`,
		within: 10_000,
	});
}

/** Waits for the reason why the link is not up. */
export function problemOf(link: Link): Promise<ConnectProblem> {
	const read = () => {
		const status = link.status();
		return 'problem' in status && status.problem;
	};
	return until(() => read() || undefined, { what: 'a connection problem', within: 10_000 });
}

/** Opens a link to this server and waits until it is up. */
export async function connected(server: string): Promise<Link> {
	const link = await linkWith({ server });
	await reached(link, 'connected');
	return link;
}

/** The problem of a request that must not have a reply. */
export async function refusal(asked: ReturnType<Link['request']>): Promise<LinkProblem> {
	const reply = await asked;
	if (reply.ok) throw new Error('there was a reply');
	return reply.problem;
}
