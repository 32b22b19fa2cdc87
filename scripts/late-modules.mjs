// Lets each module of a bundle be evaluated when something of it is first used, instead of when another module that names it is: a start
// needs one screen, and the program has many. All stays in one file, so that nothing is left to load that an upgrade may have replaced.
import { parse } from 'acorn';
import { bundledModules, childrenOf } from './bundled-modules.mjs';

/** @typedef {import('./bundled-modules.mjs').Module} Module */
/** @typedef {{ from: number, to: number, text: string }} Edit */
/** @typedef {{ node: object, around: Scope | undefined, needs: Set<string> }} Scope a function, and what it needs evaluated */
/** @typedef {{ owners: Map<string, Module>, inits: Map<string, Module>, isLate: (path: string) => boolean }} Bundle */

/** A module with a top-level await is waited for by all that import it. */
const helpers = `const __late = (evaluate) => { let evaluated; return () => (evaluated ??= evaluate()); };
const __imported = new Map();
const __import = (required) => {
	const kept = __imported.get(required) ?? __toESM(required(), 1);
	__imported.set(required, kept);
	return kept;
};
`;

/**
 * Takes what esbuild makes of modules that are imported dynamically, before it minifies: the functions of each, and beside them
 * `var init_x = __esm({ "path"() { … } })`, which evaluates all that it imports and then the module itself. The calls of other modules'
 * `init_` are moved out of there, to the beginning of the innermost function that reads one of their variables.
 *
 * @param {string} source
 * @param {(path: string) => boolean} isLate libraries are evaluated whole: they may count on the order in which they are
 */
export function lateModules(source, isLate) {
	const { body } = parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
	const modules = bundledModules(body);
	const bundle = {
		owners: new Map(modules.flatMap((owner) => [...owner.names.keys()].map((name) => [name, owner]))),
		inits: new Map(modules.map((module) => [module.init, module])),
		isLate,
	};
	const edits = modules.flatMap((module) => [
		...shortWrapper(module),
		...(isLate(module.path) ? lateModule(module, bundle, source) : []),
	]);
	const begun = new Set(modules.filter(({ isAsync }) => !isAsync).map(({ init }) => init));
	return helpers + quick(edited(source, edits), begun);
}

/** @returns {Edit[]} */
function lateModule(module, bundle, source) {
	const { body, required, constants, functions } = module;
	const moved = body.body.filter((statement) => bundle.inits.get(initCalled(statement))?.isAsync === false);
	const apart = new Set([...moved, ...required.values(), ...constants.values()]);
	const finder = new Finder(module, bundle);
	for (const each of functions) finder.look(each, undefined);
	finder.lookWithin(
		body,
		body.body.filter((statement) => !apart.has(statement)),
	);
	return [
		...[...apart].map(({ start, end }) => ({ from: start, to: end, text: '' })),
		...[...required].map(([name, { start, end }]) => requiredLate(module, name, source.slice(start, end))),
		...[...constants].map(([name, { expression }]) => {
			const { end } = module.names.get(name);
			return { from: end, to: end, text: ` = ${source.slice(expression.right.start, expression.right.end)}` };
		}),
		...finder.edits(),
	];
}

/** A library is evaluated when it is used, and not already when the module that requires it is. */
function requiredLate({ end }, name, statement) {
	return { from: end, to: end, text: `\nvar late_${name} = () => { late_${name} = undefined; ${statement} };` };
}

function initCalled({ type, expression }) {
	return type === 'ExpressionStatement' && expression.type === 'CallExpression' ? expression.callee.name : undefined;
}

/** Finds what each function of a module needs to have been evaluated. */
class Finder {
	#module;
	#bundle;
	/** @type {Scope[]} */
	#scopes = [];
	/** @type {Edit[]} */
	#inPlace = [];

	constructor(module, bundle) {
		this.#module = module;
		this.#bundle = bundle;
	}

	/** The body of the module itself, but for some of its statements. */
	lookWithin(body, statements) {
		const scope = this.#begin({ body }, undefined);
		for (const statement of statements) this.look(statement, scope);
	}

	look(node, scope) {
		if (/^(Function|ArrowFunction)/.test(node.type)) {
			const inner = this.#begin(node, scope);
			for (const parameter of node.params) this.#lookAtParameter(parameter, inner);
			this.look(node.body, inner);
			return;
		}
		if (node.type === 'Identifier') {
			const need = this.#need(node.name, scope);
			if (need !== undefined) scope.needs.add(need);
			return;
		}
		for (const child of childrenOf(node)) this.look(child, scope);
	}

	#begin(node, around) {
		const scope = { node, around, needs: new Set() };
		this.#scopes.push(scope);
		return scope;
	}

	/** Defaults are read before the body begins. */
	#lookAtParameter(node, scope) {
		if (/^(Function|ArrowFunction)/.test(node.type)) return this.look(node, scope);
		const need = node.type === 'Identifier' ? this.#need(node.name, scope) : undefined;
		if (need !== undefined) this.#inPlace.push({ from: node.start, to: node.end, text: `(${need}?.(), ${node.name})` });
		for (const child of childrenOf(node)) this.#lookAtParameter(child, scope);
	}

	/** What has to be called before a name is read. */
	#need(name, scope) {
		const owner = this.#bundle.owners.get(name);
		// Who imports a module with a top-level await has waited for it.
		if (owner === undefined || owner.isAsync || owner.constants.has(name)) return undefined;
		const isLate = this.#bundle.isLate(owner.path);
		if (isLate && owner.required.has(name)) return `late_${name}`;
		if (owner === this.#module && outermost(scope).node.body === owner.body) return undefined;
		return isLate && owner.names.get(name).type === 'FunctionDeclaration' ? undefined : owner.init;
	}

	/** @returns {Edit[]} */
	edits() {
		const entries = this.#scopes.flatMap((scope) => {
			const met = new Set(aroundOf(scope).flatMap(({ needs }) => [...needs]));
			const calls = [...scope.needs].filter((need) => !met.has(need)).map((need) => `${need}?.()`);
			return calls.length === 0 ? [] : atEntry(scope.node.body, calls);
		});
		return [...this.#inPlace, ...entries];
	}
}

function aroundOf({ around }) {
	return around === undefined ? [] : [around, ...aroundOf(around)];
}

function outermost(scope) {
	return aroundOf(scope).at(-1) ?? scope;
}

function atEntry(body, calls) {
	if (body.type !== 'BlockStatement') {
		return [
			{ from: body.start, to: body.start, text: `(${calls.join(', ')}, ` },
			{ from: body.end, to: body.end, text: ')' },
		];
	}
	const at = body.body.findLast(({ directive }) => directive !== undefined)?.end ?? body.start + 1;
	return [{ from: at, to: at, text: ` ${calls.join('; ')};` }];
}

/** What was evaluated is no function any more: to look is faster than to call, and most functions look. Paths are for people. */
function shortWrapper({ init, call, body, isAsync }) {
	if (isAsync) {
		return [
			{ from: call.start, to: body.start, text: '__late(async () => ' },
			{ from: body.end, to: call.end, text: ')' },
		];
	}
	return [
		{ from: call.start, to: body.start, text: '() => ' },
		{ from: body.start + 1, to: body.start + 1, text: ` ${init} = undefined;` },
		{ from: body.end, to: call.end, text: '' },
	];
}

/** Calls what evaluates a module only where it was not yet, and makes the module of a library that was required once for all. */
function quick(source, begun) {
	return source
		.replace(/\b(init_\w+)\(\)/g, (call, init) => (begun.has(init) ? `${init}?.()` : call))
		.replace(/__toESM\((require_\w+)\(\), 1\)/g, '__import($1)');
}

function edited(source, edits) {
	let [at, text] = [0, ''];
	for (const edit of edits.toSorted((one, other) => one.from - other.from)) {
		if (edit.from < at) throw new Error(`Two edits of one place: ${source.slice(edit.from, edit.to)}`);
		text += source.slice(at, edit.from) + edit.text;
		at = edit.to;
	}
	return text + source.slice(at);
}
