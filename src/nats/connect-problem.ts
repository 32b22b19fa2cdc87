import type { ConnectFailure, Facts } from './connect-failure.ts';
import { otherwise, rows } from './connect-problem-rows.ts';
import type { ConnectProblem } from './link.ts';

/** Why a connection failed or was lost, in words. Never contains a secret. */
export function connectProblem(failure: ConnectFailure): ConnectProblem {
	const facts: Facts = { ...failure, code: codeOf(failure.error), text: textOf(failure.error) };
	const row = rows.find(({ match }) => match(facts)) ?? otherwise;
	return {
		kind: row.kind,
		address: failure.address,
		message: failure.redact(row.message(facts)),
		advice: row.advice(facts),
	};
}

/** The innermost code: nats.js wraps the errors of Node (`chainedError`), Node the errors of several addresses. */
function codeOf(error: unknown): string {
	if (!(error instanceof Error)) return '';
	if ('chainedError' in error && codeOf(error.chainedError) !== '') return codeOf(error.chainedError);
	if (error instanceof AggregateError) {
		const codes = error.errors.map(codeOf);
		return codes.find((code) => code !== '') ?? '';
	}
	return 'code' in error ? String(error.code) : '';
}

/** The server's own words without the quotes it puts around them, else the error's. */
function textOf(error: unknown): string {
	if (!(error instanceof Error)) return '';
	const text = error.message.replace(/^-ERR\s*/, '').replace(/^'(.*)'$/s, '$1');
	return text.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
}

/** With several servers, the attempt that got furthest has the most useful problem. */
export function mostInformative(problems: readonly ConnectProblem[]): ConnectProblem {
	return problems.reduce(
		(best, problem) => (reached(problem) >= reached(best) ? problem : best),
		problems[0] ?? noServers,
	);
}

const noServers: ConnectProblem = {
	kind: 'config',
	address: '',
	message: 'There is no server to connect to.',
	advice: 'Give one with --server.',
};

function reached({ kind }: ConnectProblem): number {
	if (kind === 'auth' || kind === 'auth-expired' || kind === 'config') return 2;
	return kind === 'tls' || kind === 'other' ? 1 : 0;
}
