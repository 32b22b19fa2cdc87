import type { DeckChoices } from './cli/invocation.ts';
import { complain } from './cli/outlet.ts';
import { printReport } from './cli/print-report.ts';
import { startDemo } from './demo/demo.ts';
import { sanitiseLines } from './format/sanitise.ts';
import { resolveSettings } from './nats/settings.ts';
import { openDeck } from './open-deck.ts';

/**
 * The deck on an embedded server with sample data; without a terminal its account, streams and consumers as text.
 * @returns the process's exit code
 */
export async function openDemo(choices: DeckChoices): Promise<number> {
	const demo = await startDemo({
		env: process.env,
		onProgress: (line) => process.stderr.write(`${sanitiseLines(line)}\n`),
	});
	if (!demo.ok) {
		complain(demo.message);
		return 1;
	}
	try {
		const connection = { server: demo.url, context: false } as const;
		const resolved = await resolveSettings(connection, {}, process.env);
		if (!resolved.ok) throw new Error(resolved.problem.message);
		const { settings } = resolved;
		if (process.stdout.isTTY && process.stdin.isTTY) {
			return await openDeck({ settings, connection, choices, onLeave: () => demo.stop() });
		}
		for (const what of ['account', 'streams', 'buckets', 'consumers'] as const) {
			process.stdout.write(`${what === 'account' ? '' : '\n'}${what.toUpperCase()}\n\n`);
			const code = await printReport(settings, { what, json: false });
			if (code !== 0) return code;
		}
		return 0;
	} finally {
		await demo.stop();
	}
}
