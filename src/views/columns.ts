import type { ListId } from '../store/view.ts';
import type { ColumnHead } from './fit.ts';
import { listRowOf } from './lists.ts';

/** Every column of a list; none for a text. */
export function columnsOf(id: ListId): readonly ColumnHead[] {
	return listRowOf(id)?.columns ?? [];
}
