import type { ListId } from '../store/view.ts';
import type { ColumnHead } from './fit.ts';
import { listRowOf } from './lists.ts';

/** The columns of a list, every one of them; none for views that are text. */
export function columnsOf(id: ListId): readonly ColumnHead[] {
	return listRowOf(id)?.columns ?? [];
}
