import { count } from '../format/integer.ts';
import type { Fault } from '../jetstream/rules/situation.ts';
import { knownStream } from '../store/situation.ts';
import type { DeckState } from '../store/state.ts';
import { writtenConfig } from './config.ts';
import type { Form } from './form.ts';
import { mostConsumers, mostSubjects } from './interests.ts';

/** A warning for a form with too many subjects or consumers to compare: only the server checks those. */
export function comparisonLimits(form: Form, state: DeckState): readonly Fault[] {
	const { subjects } = writtenConfig(form).config;
	const amount = Array.isArray(subjects) ? subjects.length : 0;
	const stream = form.asset === 'stream' ? form.info?.config.name : form.stream;
	const info = knownStream(state, stream ?? '');
	const consumers = info?.state.consumer_count ?? 0;
	return [
		...(form.asset === 'stream' && amount > mostSubjects
			? [
					{
						path: 'subjects',
						message: `jetdeck compares only the first ${mostSubjects} of ${count(amount)} subjects with other streams; the server compares all.`,
					},
				]
			: []),
		...(consumers > mostConsumers
			? [
					{
						path: 'name',
						message: `jetdeck does not compare this with the ${count(consumers)} consumers of ${stream}; the server does.`,
					},
				]
			: []),
	];
}
