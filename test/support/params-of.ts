import type { Endpoint } from '../../src/jetstream/endpoints/endpoint.ts';
import { type SubjectParam, templateOf } from '../../src/jetstream/subject-template.ts';

/** The parameters of an endpoint in the order of its subject. */
export function paramsOf({ subject }: Endpoint): readonly SubjectParam[] {
	return templateOf(subject).filter((token) => typeof token !== 'string');
}
