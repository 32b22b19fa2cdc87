import { toast } from '../store/toast.ts';
import type { Command, CommandContext } from './command.ts';
import { refusal } from './permission.ts';

/** Why a command is not available, as a sentence; undefined if it is. */
export function disabledReason(command: Command, context: CommandContext): string | undefined {
	return command.disabled?.(context) ?? refusal(command, context);
}

/** Runs a command, or says why not. */
export function run(command: Command, context: CommandContext, argument?: string): void {
	const reason = disabledReason(command, context);
	if (reason === undefined) command.run(context, argument);
	else toast(context.deck.store, 'warn', reason);
}
