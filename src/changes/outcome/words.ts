import type { StepResult } from '../run.ts';

/** The outcome of one step, as sentences: for the dialog, the transcript and `jetdeck request`. */
export function resultInWords(result: StepResult): string {
	switch (result.kind) {
		case 'done':
			return result.warning ?? 'Done.';
		case 'refused':
		case 'failed':
		case 'not-sent':
			return result.problem.message;
		case 'stopped':
			return result.left ?? `${notSentInWords(result)} Nothing was sent.`;
		case 'changed':
			return `${notSentInWords(result)} Nothing was sent.`;
		case 'unknown':
			return `${result.problem.message} ${unknownInWords(result)}`;
		case 'found':
			return outcomeInWords(result.applied);
		default:
			return result satisfies never;
	}
}

/** Why a step was not sent. */
export function notSentInWords({ kind }: Extract<StepResult, { kind: 'changed' | 'stopped' }>): string {
	return kind === 'changed' ? 'Somebody else changed it meanwhile.' : 'The run was stopped first.';
}

export function unknownInWords({ why }: Extract<StepResult, { kind: 'unknown' }>): string {
	return ['The server may have carried it out: check before you try again.', ...(why === undefined ? [] : [why])].join(
		' ',
	);
}

export function outcomeInWords(applied: boolean): string {
	return applied
		? 'No reply came, but the server carried it out.'
		: 'No reply came, and nothing changed on the server. Try again.';
}
