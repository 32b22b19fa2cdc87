import type { Invocation } from './cli/program.ts';
import { parseArguments } from './cli/program.ts';
import { type ConnectionOptions, resolveSettings } from './nats/settings.ts';
import type { Settings } from './nats/settings-types.ts';
import { openDeck } from './open-deck.ts';
import { askSecret } from './terminal/ask-secret.ts';

const invocation = parseArguments(process.argv.slice(2));
process.exitCode = await follow(invocation);

/** Does what the command line asks for; answers the process's exit code. */
async function follow(asked: Invocation): Promise<number> {
	switch (asked.kind) {
		case 'deck': {
			const connection = { ...asked.connection, interactive: process.stdin.isTTY };
			const settings = await settingsOf(connection);
			return settings === undefined ? 1 : openDeck({ settings, connection, choices: asked.deck });
		}
		case 'demo': {
			const { openDemo } = await import('./open-demo.ts');
			return openDemo(asked.deck);
		}
		case 'report': {
			const settings = await settingsOf(asked.connection);
			if (settings === undefined) return 1;
			const { printReport } = await import('./cli/print-report.ts');
			return printReport(settings, asked.report);
		}
		case 'request': {
			const settings = await settingsOf(asked.connection);
			if (settings === undefined) return 1;
			const { request } = await import('./open-request.ts');
			return request(settings, asked.request);
		}
		default:
			return asked satisfies never;
	}
}

async function settingsOf(connection: ConnectionOptions): Promise<Settings | undefined> {
	const complete = await withTypedSecrets(connection);
	if (typeof complete === 'string') return complain(complete);
	const resolved = await resolveSettings(complete, process.env);
	if (resolved.ok) return resolved.settings;
	return complain(`${resolved.problem.message} ${resolved.problem.advice}`);
}

function complain(message: string): undefined {
	process.stderr.write(`jetdeck: ${message}\n`);
	return undefined;
}

/** `-` stands for a secret that is typed, so that it is in no list of processes and in no history. */
async function withTypedSecrets(connection: ConnectionOptions): Promise<ConnectionOptions | string> {
	let complete = connection;
	for (const name of ['password', 'token'] as const) {
		if (connection[name] !== '-') continue;
		const typed = await askSecret(name === 'password' ? 'Password' : 'Token');
		if (typed === undefined) return `The ${name} was to be typed (--${name} -), but none was given.`;
		complete = { ...complete, [name]: typed };
	}
	return complete;
}
