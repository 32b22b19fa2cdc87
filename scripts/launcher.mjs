import { createHash } from 'node:crypto';

/**
 * Starts a bundle that is a function (`functionOf`), with the bytecode of what earlier starts called: a fifth of a start. Node's own compile
 * cache has only what is compiled before anything runs, and reads the bundle three times for it. V8 looks only for the length of the source,
 * so the name of a cache is that of the build; it does not look for damage, so that a cache is written whole or not at all.
 * What runs without a screen, and what transfers much, has a cache of its own: a deck calls other functions.
 *
 * A start keeps most of what it makes: room for it at once saves collecting the same garbage several times, a twentieth of a start; but a
 * backup or a restore, which makes garbage all the time, would hold 30 MiB of it, and so would a deck that goes on. V8 takes a cache only
 * with the flags of when it was made: the program may have exposed its collector since (src/store/give-back-memory.ts).
 *
 * Every Node reads the launcher, so it is written as one of 2019 was: its syntax and its modules. Node 20 and 21 are not supported, and run:
 * `lib` in tsconfig.json refuses what they lack.
 * @param file the name of the bundle, in the folder of the launcher
 * @param code what is in it, all of ASCII
 * @param node the oldest version that is supported
 */
export function launcherOf(file, code, node) {
	return `#!/usr/bin/env node
if (parseInt(process.versions.node, 10) < 20) {
	process.stderr.write('jetdeck needs Node ${node} or later, and this is Node ' + process.versions.node + ': install a newer one from https://nodejs.org.\\n');
	process.exitCode = 1;
} else {
	start(require('path').join(__dirname, '${file}'), require('fs').readFileSync);
}
${starterOf(code)}`;
}

/**
 * The same in an executable, which has the bundle in it under that name. There process.execPath is the executable, which does what Node does
 * for the one thing that jetdeck starts Node for: `-e SCRIPT`, see demo/guard.ts.
 */
export function executableLauncherOf(file, code) {
	return `if (process.argv[2] === '-e' && process.argv.length > 3) {
	globalThis.require = require;
	require('vm').runInThisContext(process.argv[3]);
} else {
	start('${file}', function (file, encoding) {
		return Buffer.from(require('node:sea').getRawAsset(file)).toString(encoding);
	});
}
${starterOf(code)}`;
}

function starterOf(code) {
	return `
function start(file, read) {
	var kind = process.argv.some(isTransfer) ? 'transfer' : process.argv.some(isShort) ? 'short' : 'deck';
	var factor = kind === 'transfer' ? 1 : 16;
	grow(factor);
	var vm = require('vm');
	// With a cache, Node 20 and 21 know no way to import within the bundle.
	var cache = parseInt(process.versions.node, 10) < 22 ? undefined : cacheFile(kind);
	var script = new vm.Script(read(file, 'latin1'), {
		filename: file,
		cachedData: cached(cache),
		importModuleDynamically: vm.constants && vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
	});
	if (cache !== undefined && script.cachedDataRejected !== false) keepSoon(script, cache, factor);
	setTimeout(grow, 1000, 1).unref();
	script.runInThisContext()(require);
}

function grow(factor) {
	require('v8').setFlagsFromString('--semi-space-growth-factor=' + factor);
}

function isTransfer(word) {
	return /^(backup|restore|object)$/.test(word);
}

function isShort(word) {
	return /^(report|check|request|plan|apply|export|events|kv|completion|complete|man|help|-h|--help|-V|--version)$/.test(word);
}

function cacheFile(kind) {
	var path = require('path');
	try {
		var folder = process.env.XDG_CACHE_HOME || path.join(require('os').homedir(), '.cache');
		return path.join(folder, 'jetdeck', 'compiled', '${idOf(code)}-' + kind + '-' + process.version + '-' + process.arch);
	} catch (error) {
		// Nobody's home.
	}
}

function cached(cache) {
	try {
		return require('fs').readFileSync(cache);
	} catch (error) {
		// The next start has one.
	}
}

// Early, for V8 forgets functions that are not called for long.
function keepSoon(script, cache, factor) {
	var isKept = false;
	function keep() {
		if (isKept) return;
		isKept = true;
		grow(factor);
		require('v8').setFlagsFromString('--no-expose-gc');
		write(cache, script.createCachedData());
		grow(1);
	}
	setTimeout(keep, 2000).unref();
	process.on('exit', keep);
}

function write(cache, data) {
	var fs = require('fs');
	var folder = require('path').dirname(cache);
	var partial = cache + '.' + process.pid;
	try {
		make(folder);
		fs.writeFileSync(partial, data, { mode: 384, flush: true });
		fs.renameSync(partial, cache);
		removeOld(folder);
	} catch (error) {
		// It starts without, only slower.
		remove(partial);
	}
}

// Of builds that were replaced: who still has one writes it again.
function removeOld(folder) {
	var fs = require('fs');
	fs.readdirSync(folder).forEach(function (name) {
		var file = require('path').join(folder, name);
		if (fs.statSync(file).mtimeMs < Date.now() - 30 * 86400000) remove(file);
	});
}

function remove(file) {
	try {
		require('fs').unlinkSync(file);
	} catch (error) {
		// Somebody else did.
	}
}

// Node would ask for ever where a folder is said to be missing but cannot be made, such as in /proc.
function make(folder) {
	var fs = require('fs');
	try {
		fs.mkdirSync(folder);
	} catch (error) {
		if (error.code === 'EEXIST') return;
		var around = require('path').dirname(folder);
		if (error.code !== 'ENOENT' || around === folder) throw error;
		make(around);
		fs.mkdirSync(folder);
	}
}
`;
}

function idOf(code) {
	return createHash('sha256').update(code).digest('hex').slice(0, 16);
}
