import type { Invocation } from './cli/program.ts';
import { parseArguments } from './cli/program.ts';
import { resolveSettings } from './nats/settings.ts';
import type { Settings } from './nats/settings-types.ts';
import { openDeck } from './open-deck.ts';

const invocation = parseArguments(process.argv.slice(2));
process.exitCode = await follow(invocation);

/** Does what the command line asks for; answers the process's exit code. */
async function follow(asked: Invocation): Promise<number> {
	switch (asked.kind) {
		case 'deck': {
			const settings = await settingsOf(asked.connection);
			return settings === undefined ? 1 : openDeck({ settings, connection: asked.connection, choices: asked.deck });
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
		default:
			return asked satisfies never;
	}
}

async function settingsOf(connection: Parameters<typeof resolveSettings>[0]): Promise<Settings | undefined> {
	const resolved = await resolveSettings(connection, process.env);
	if (resolved.ok) return resolved.settings;
	process.stderr.write(`jetdeck: ${resolved.problem.message} ${resolved.problem.advice}\n`);
	return undefined;
}
