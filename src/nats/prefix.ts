import type { Target } from './link.ts';
import { rank, type Value, type Values } from './option-values.ts';

export type Prefixes =
	| {
			readonly ok: true;
			readonly target: Pick<Target, 'domain' | 'apiPrefix' | 'eventPrefix'>;
			readonly inboxPrefix?: string;
	  }
	| { readonly ok: false; readonly message: string };

/**
 * Reads the JetStream domain and the prefixes of subjects. A prefix may have the `.` or `.>` at its end that
 * it has in permissions. Domain and API prefix exclude each other; the higher place wins.
 */
export function subjectRules(values: Values): Prefixes {
	const { domain, apiPrefix } = values;
	if (domain && apiPrefix && domain.layer === apiPrefix.layer) {
		return no(apiPrefix, `excludes ${domain.source}: a domain is a prefix too`);
	}
	const domainWins = domain && (!apiPrefix || rank[domain.layer] > rank[apiPrefix.layer]);
	const used = {
		domain: domainWins ? domain : undefined,
		apiPrefix: domainWins ? undefined : apiPrefix,
		eventPrefix: values.eventPrefix,
		inboxPrefix: values.inboxPrefix,
	};
	const clean: { domain?: string; apiPrefix?: string; eventPrefix?: string; inboxPrefix?: string } = {};
	for (const name of ['domain', 'apiPrefix', 'eventPrefix', 'inboxPrefix'] as const) {
		const value = used[name];
		if (!value) continue;
		const text = value.text.replace(/\.>?$/, '');
		const fault =
			name === 'domain'
				? domainFault(text)
				: (prefixFault(text) ?? (name === 'apiPrefix' ? apiPrefixFault(text) : undefined));
		if (fault !== undefined) return no(value, fault);
		clean[name] = text;
	}
	const { inboxPrefix, ...target } = clean;
	return { ok: true, target, ...(inboxPrefix === undefined ? {} : { inboxPrefix }) };
}

function domainFault(text: string): string | undefined {
	return /^[^\s.*>]+$/.test(text) ? undefined : 'must be one word without spaces, dots, * and >';
}

function prefixFault(text: string): string | undefined {
	if (!/^[^\s.*>]+(\.[^\s.*>]+)*$/.test(text))
		return 'must be a subject without spaces, * and >, and without empty tokens';
	return undefined;
}

/** With another subject of the server as prefix, requests that only read would become other requests. */
function apiPrefixFault(text: string): string | undefined {
	return /^\$(JS|SYS)(\.|$)/.test(text) && !/^\$JS\.([^.]+\.)?API$/.test(text)
		? 'must not be a subject of the server other than $JS.API or $JS.<domain>.API'
		: undefined;
}

function no(value: Value, rule: string): Prefixes {
	return { ok: false, message: `${value.source} ${rule}.` };
}
