const required = /^(?:const|var|let) (\w+_\d+) = require\(("[^"]+")\);$/gm;

/**
 * Has a library of CommonJS that TypeScript wrote require the rest of itself when it uses it: a module is loaded for the few parts that are
 * needed, and not for all that it could do.
 */
export function lateRequires(source) {
	const names = new Set(Array.from(source.matchAll(required), ([, name]) => name));
	return source
		.replace(required, (_, name, path) => `const ${name} = () => require(${path});`)
		.replace(/\b(\w+_\d+)\b(?=\.)/g, (name) => (names.has(name) ? `(${name}())` : name));
}
