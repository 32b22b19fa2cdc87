import { keyLabel } from '../terminal/key-name.ts';
import type { CommandContext } from './command.ts';
import { commandFor } from './dispatch.ts';
import { disabledReason } from './run.ts';
import { scopesOf } from './scopes.ts';

export interface FooterHint {
	readonly key: string;
	readonly short: string;
	/** Why it cannot run now; drawn greyed. */
	readonly disabled?: string;
}

/** The keys that work here and now, the most useful first. A key that a more particular command took over is left out. */
export function footerHints(context: CommandContext): readonly FooterHint[] {
	const scopes = scopesOf(context.state);
	return context.commands
		.filter((command) => command.short !== undefined && command.scopes.some((scope) => scopes.includes(scope)))
		.toSorted((a, b) => (b.rank ?? 0) - (a.rank ?? 0))
		.flatMap((command) => {
			const key = command.keys.find((each) => commandFor(context.state, each) === command);
			if (key === undefined) return [];
			const disabled = disabledReason(command, context);
			const { short = '' } = command;
			const text = typeof short === 'string' ? short : short(context.state);
			if (text === '') return [];
			return [{ key: keyLabel(key), short: text, ...(disabled !== undefined && { disabled }) }];
		});
}
