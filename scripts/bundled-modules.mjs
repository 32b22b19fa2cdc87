// Reads the modules in what esbuild bundles: functions, then variables, then `var init_x = __esm({ "path"() { … } })`.

/**
 * @typedef {object} Module
 * @property {string} path
 * @property {string} init the function that evaluates it
 * @property {boolean} isAsync whether it, or one that it imports, has a top-level await
 * @property {object} call of `__esm`
 * @property {object} body what `init` does
 * @property {number} end where it ends
 * @property {readonly object[]} functions that stand beside `init`, and can be called before it
 * @property {ReadonlyMap<string, object>} names all that belong to it, with where each is declared
 * @property {ReadonlyMap<string, object>} required statements that require a library, by the name that it is given
 * @property {ReadonlyMap<string, object>} constants statements that set a number or a text, by the name that it is given
 */

/** @returns {readonly Module[]} */
export function bundledModules(statements) {
	const modules = [];
	let before = [];
	for (const statement of statements) {
		const [declared] = statement.type === 'VariableDeclaration' ? statement.declarations : [];
		const call = declared?.init?.type === 'CallExpression' ? declared.init : undefined;
		if (call?.callee.name === '__esm') modules.push(moduleOf(before, declared.id.name, call, statement.end));
		if (call?.callee.name === '__esm' || call?.callee.name === '__commonJS') before = [];
		else before.push(statement);
	}
	return modules;
}

function moduleOf(before, init, call, end) {
	const [property] = call.arguments[0].properties;
	const { async: isAsync, body } = property.value;
	const functions = before.filter(({ type }) => type === 'FunctionDeclaration');
	const variables = before.filter(({ type }) => type === 'VariableDeclaration').flatMap((each) => each.declarations);
	const ownVariables = variables.filter(({ id, init: value }) => value === null || id.name.endsWith('_exports'));
	const names = new Map([...functions, ...ownVariables].map((node) => [node.id.name, node]));
	const set = isAsync ? [] : body.body.filter((statement) => names.has(nameSet(statement)));
	const constants = set.filter(({ expression }) => isConstant(expression.right));
	const again = constants.length === 0 ? new Map() : timesSet(body);
	return {
		...{ path: property.key.value, init, isAsync, call, body, end, functions, names },
		required: byName(set.filter(({ expression }) => expression.right.callee?.name === '__toESM')),
		constants: byName(constants.filter((statement) => again.get(nameSet(statement)) === 1)),
	};
}

function byName(statements) {
	return new Map(statements.map((statement) => [nameSet(statement), statement]));
}

function nameSet({ type, expression }) {
	return type === 'ExpressionStatement' && expression.type === 'AssignmentExpression' && expression.operator === '='
		? expression.left.name
		: undefined;
}

function isConstant({ type, value, operator, argument }) {
	if (type === 'UnaryExpression') return operator === '-' && isConstant(argument);
	return type === 'Literal' && ['number', 'string', 'boolean'].includes(typeof value);
}

/** How often a module gives each name a value while it is evaluated. */
function timesSet(body) {
	const times = new Map();
	const look = (node) => {
		const name = /^(Assignment|Update)Expression$/.test(node.type) && (node.left ?? node.argument).name;
		if (name) times.set(name, (times.get(name) ?? 0) + 1);
		for (const child of childrenOf(node)) look(child);
	};
	look(body);
	return times;
}

/** The parts of a node, but for names that stand for themselves: those of properties and labels. */
export function childrenOf(node) {
	const children = [];
	for (const key in node) {
		if (key === 'label' || key === 'meta') continue;
		if (!node.computed && key === (node.type === 'MemberExpression' ? 'property' : 'key')) continue;
		const value = node[key];
		for (const part of Array.isArray(value) ? value : [value]) if (typeof part?.type === 'string') children.push(part);
	}
	return children;
}
