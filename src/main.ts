import { endUnknownByFault } from './cli/check/end-unknown.ts';
import { wrongCommandLine } from './cli/exit-codes.ts';
import type { Invocation } from './cli/invocation.ts';
import { complain, endByFault, watchOutput, writeBeforeEnd } from './cli/outlet.ts';
import { parseArguments } from './cli/program.ts';
import { inSentences } from './jetstream/problem.ts';
import { type ConnectionOptions, resolveSettings } from './nats/settings.ts';
import type { Settings } from './nats/settings-types.ts';
import { openDeck } from './open-deck.ts';
import { askSecret } from './terminal/ask-secret.ts';

type Asked<Kind extends Invocation['kind']> = Extract<Invocation, { kind: Kind }>;
type PrintedKind =
	| 'plan'
	| 'apply'
	| 'export'
	| 'backup'
	| 'restore'
	| 'kv'
	| 'object'
	| 'report'
	| 'events'
	| 'request';
type Printer<Kind extends PrintedKind> = (settings: Settings, asked: Asked<Kind>) => Promise<number>;

/** What runs without a screen over one connection. Each loads what it needs, and no more. */
const printers: { readonly [Kind in PrintedKind]: Printer<Kind> } = {
	plan: async (settings, { plan }) => (await import('./cli/folder/print-plan.ts')).printPlan(settings, plan),
	apply: async (settings, { apply }) => (await import('./open-apply.ts')).apply(settings, apply),
	export: async (settings, asked) => (await import('./open-export.ts')).exportAccount(settings, asked.export),
	backup: async (settings, { backup }) => (await import('./open-apply.ts')).backup(settings, backup),
	restore: async (settings, { restore }) => (await import('./open-apply.ts')).restore(settings, restore),
	kv: async (settings, { kv }) => (await import('./open-apply.ts')).kv(settings, kv),
	object: async (settings, { object }) => (await import('./open-apply.ts')).object(settings, object),
	report: async (settings, { report }) => (await import('./cli/print-report.ts')).printReport(settings, report),
	events: async (settings, { events }) => (await import('./cli/print-events.ts')).printEvents(settings, events),
	request: async (settings, { request }) => (await import('./open-request.ts')).request(settings, request),
};

const invocation = parseArguments(process.argv.slice(2));
try {
	process.exitCode = await follow(invocation);
} catch (error) {
	if (invocation.kind === 'check') endUnknownByFault(error, invocation.check.json);
	endByFault(error);
}

/** Runs the command line; returns the exit code of the process. */
async function follow(asked: Invocation): Promise<number> {
	switch (asked.kind) {
		case 'deck': {
			const connection = { ...asked.connection, interactive: process.stdin.isTTY };
			const settings = await settingsOf(connection);
			return settings === undefined ? wrongCommandLine : openDeck({ settings, connection, choices: asked.deck });
		}
		case 'demo': {
			if (!process.stdout.isTTY) watchOutput(process.stdout);
			const { openDemo } = await import('./open-demo.ts');
			return openDemo(asked.deck);
		}
		case 'archives': {
			endByFaults();
			watchOutput(process.stdout);
			const [{ printArchives }, { progressOn }] = await Promise.all([
				import('./cli/backup/print-archives.ts'),
				import('./cli/backup/follow-transfer.ts'),
			]);
			return printArchives(asked.archives, { out: process.stdout, complain }, progressOn(process.stderr));
		}
		case 'check': {
			const { printCheck } = await import('./cli/check/print-check.ts');
			return printCheck({
				own: (signal) => resolved(asked.connection, signal),
				system: (context) => contextResolved(asked.connection, context),
				choices: asked.check,
			});
		}
		case 'completion': {
			const { completionScript } = await import('./cli/completion/scripts.ts');
			writeBeforeEnd(completionScript(asked.shell));
			return 0;
		}
		case 'complete': {
			const { completionLines } = await import('./cli/completion/complete.ts');
			writeBeforeEnd(await completionLines(asked.words, process.env));
			// A connection may still be pending.
			return process.exit(0);
		}
		case 'man': {
			const { manualPage } = await import('./cli/manual.ts');
			writeBeforeEnd(manualPage());
			return 0;
		}
		default:
			return print(asked);
	}
}

async function print(asked: Asked<PrintedKind>): Promise<number> {
	endByFaults();
	watchOutput(process.stdout);
	const settings = await settingsOf(asked.connection);
	return settings === undefined ? wrongCommandLine : (printers[asked.kind] as Printer<PrintedKind>)(settings, asked);
}

/** Without a screen nobody else handles them, and Node would print raw errors. */
function endByFaults(): void {
	process.on('uncaughtException', endByFault);
	process.on('unhandledRejection', endByFault);
}

async function settingsOf(connection: ConnectionOptions): Promise<Settings | undefined> {
	const settings = await resolved(connection);
	if (typeof settings !== 'string') return settings;
	complain(settings);
	return undefined;
}

/** The settings, or in sentences why there are none. */
async function resolved(connection: ConnectionOptions, signal?: AbortSignal): Promise<Settings | string> {
	const complete = await withTypedSecrets(connection, signal);
	if (typeof complete === 'string') return complete;
	const found = await resolveSettings(complete, process.env);
	return found.ok ? found.settings : inSentences(found.problem);
}

async function contextResolved(connection: ConnectionOptions, context: string): Promise<Settings | string> {
	const { contextSettings } = await import('./cli/context-settings.ts');
	const found = await contextSettings(connection, context, false);
	return found.ok ? found.settings : `--system-context: ${inSentences(found.problem)}`;
}

/** `-` means that the person types the secret, so that it is in no process list and no shell history. */
async function withTypedSecrets(
	connection: ConnectionOptions,
	signal: AbortSignal | undefined,
): Promise<ConnectionOptions | string> {
	let complete = connection;
	for (const name of ['password', 'token'] as const) {
		if (connection[name] !== '-') continue;
		const typed = await askSecret(name === 'password' ? 'Password' : 'Token', signal);
		if (typed === undefined) return `--${name} - asks for a ${name}, but nobody typed one.`;
		complete = { ...complete, [name]: typed };
	}
	return complete;
}
