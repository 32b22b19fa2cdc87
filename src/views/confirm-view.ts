import type { Confirm } from '../changes/confirm.ts';
import type { Run } from '../changes/run.ts';
import type { Line } from '../format/line.ts';
import { memo } from '../format/memo.ts';
import type { DeckState } from '../store/state.ts';
import { confirmLines, paragraph, runLines } from './confirm-lines.ts';
import { panelPlace } from './panel-place.ts';

/** The confirmation dialog, as far as it is visible. */
export interface ConfirmView {
	readonly overlay: Confirm;
	/** Columns of its lines. */
	readonly columns: number;
	/** The whole text of the proposal. */
	readonly lines: readonly Line[];
	/** The first visible line, and how many fit. */
	readonly offset: number;
	readonly room: number;
	/** The run, once somebody confirmed. */
	readonly run: Run | undefined;
	readonly told: readonly Line[];
	/** What must be typed, and why the last answer was wrong. */
	readonly asked: readonly Line[];
}

/** No, Yes and the rule above them; or for a typed name its line and the rule. */
const linesOfQuestion = 3;

export function confirmView(state: DeckState): ConfirmView | undefined {
	const { overlay, runs } = state;
	if (overlay?.kind !== 'confirm') return undefined;
	const place = panelPlace(state);
	const columns = place.inner - 2;
	const run = overlay.run === undefined ? undefined : runs.find(({ id }) => id === overlay.run);
	const told = run === undefined ? [] : runLines(run, state, columns);
	const asked = askedLines(overlay, columns);
	const below = run === undefined ? asked.length + linesOfQuestion : told.length + 1;
	const lines = linesOnce(overlay, columns);
	const room = Math.max(1, place.lines - below);
	const offset = Math.max(0, Math.min(overlay.offset, lines.length - room));
	return { overlay, columns, lines, offset, room, run, told, asked };
}

const linesOnce = memo((overlay: Confirm, columns: number) => confirmLines(overlay, columns));

function askedLines({ proposal, error }: Confirm, columns: number): readonly Line[] {
	if (error !== undefined) return paragraph(error, 'bad', columns);
	return proposal.typed === undefined
		? []
		: paragraph(`Type ${proposal.typed} and press enter to confirm; esc cancels.`, 'strong', columns);
}

/** The dialog scrolled by lines; undefined if there is none, or all of it is in view. */
export function scrolledConfirm(state: DeckState, by: number): Confirm | undefined {
	const view = confirmView(state);
	if (view === undefined || view.lines.length <= view.room) return undefined;
	const offset = Math.max(0, Math.min(view.lines.length - view.room, view.offset + by));
	return { ...view.overlay, offset };
}
