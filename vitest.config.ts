import { defineConfig } from 'vitest/config';

/**
 * The floors of tests, and what has to be there before each. Where real servers and terminals run, an election or a start on a busy
 * machine may outlast any bound once in thousands of tests: such a test runs a second time, and the report names it.
 */
const floors = {
	unit: { globalSetup: [], retry: 0 },
	component: { globalSetup: [], retry: 0 },
	server: { globalSetup: ['test/support/fetch-servers.ts'], retry: 1 },
	terminal: { globalSetup: ['test/support/fetch-servers.ts', 'test/support/build-once.ts'], retry: 1 },
};

export default defineConfig({
	// React's production build has no runtime for the JSX of development.
	oxc: { jsx: { runtime: 'automatic', development: false } },
	test: {
		pool: 'forks',
		maxWorkers: 2,
		reporters: ['default', './test/support/second-tries.ts'],
		projects: Object.entries(floors).map(([name, { globalSetup, retry }]) => ({
			extends: true,
			test: {
				name,
				include: [`test/${name}/**/*.test.{ts,tsx}`],
				globalSetup,
				retry,
				setupFiles: ['test/support/property-seed.ts'],
				// A fault shows itself by what is expected; a slow machine is none.
				testTimeout: 120_000,
				hookTimeout: 180_000,
				// What is shipped is React's production build; and CI must not make Ink believe that nobody looks.
				env: { NODE_ENV: 'production', CI: '' },
			},
		})),
	},
});
