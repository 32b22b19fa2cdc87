import type { CliReach } from '../nats/cli-reach.ts';
import type { Line } from './parsed-line.ts';
import type { Word } from './words.ts';

/** Flags of the nats CLI that select the server or account. */
const valued = new Set(
	'--server --context --creds --nkey --user --password --token --jwt --seed --tlscert --tlskey --tlsca --socks-proxy --js-domain --domain --js-api-prefix --inbox-prefix'.split(
		' ',
	),
);
const bare = new Set(['--no-context', '--tlsfirst', '--no-tlsfirst', '--tls-first']);
const long: Readonly<Record<string, string>> = {
	'-s': '--server',
	'--domain': '--js-domain',
	'--tls-first': '--tlsfirst',
};

/** Leading flags that select the server, each with its value; and the words after them. */
export function cutServerFlags(words: readonly Word[]): {
	readonly reach: readonly Word[];
	readonly rest: readonly Word[];
} {
	const [first, second] = words;
	if (first === undefined || !first.bare) return { reach: [], rest: words };
	const [, flag = first.text, value] = /^(-[\w-]+)=(.*)$/s.exec(first.text) ?? [];
	const name = long[flag] ?? flag;
	const takes = valued.has(name) && value === undefined;
	if (takes ? second === undefined : !valued.has(name) && !(bare.has(name) && value === undefined))
		return { reach: [], rest: words };
	const said = bare.has(name) ? name : `${name}=${value ?? second?.text}`;
	const more = cutServerFlags(words.slice(takes ? 2 : 1));
	return { reach: [{ ...first, text: said }, ...more.reach], rest: more.rest };
}

/** Variables before a program, as in a shell. */
export function cutVariables(words: readonly Word[]): ReturnType<typeof cutServerFlags> {
	const end = words.findIndex(({ text, bare }) => !bare || !/^[A-Z_][A-Z0-9_]*=/.test(text));
	return end <= 0 ? { reach: [], rest: words } : { reach: words.slice(0, end), rest: words.slice(end) };
}

/** Why a line that selects another server than that of the deck is not sent. */
export function otherServer(
	{ reach = [], nats }: Line,
	cli: CliReach,
): { refusal: string; column: number } | undefined {
	const [first] = reach;
	if (first === undefined) return undefined;
	const own = [...cli.variables.map(unquoted), ...cli.connection, ...cli.api];
	const needed = [...cli.connection, ...(nats === undefined ? [] : cli.api)];
	const other = reach.find(({ text }) => !own.includes(text));
	if (other === undefined && needed.every((flag) => reach.some(({ text }) => text === flag))) return undefined;
	const { at, text } = other ?? first;
	const name = text.split('=')[0];
	return {
		refusal: `Leave ${name} out: it selects another server than that of jetdeck. Connect there first, with :ctx or --context.`,
		column: at + 1,
	};
}

const unquoted = (variable: string): string => variable.replaceAll('"', '');
