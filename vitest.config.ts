import { defineConfig } from 'vitest/config';

/** The floors of tests, and what has to be there before each. */
const floors = {
	unit: [],
	component: [],
	server: ['test/support/fetch-servers.ts'],
	terminal: ['test/support/fetch-servers.ts', 'test/support/build-once.ts'],
} as const;

export default defineConfig({
	// React's production build has no runtime for the JSX of development.
	oxc: { jsx: { runtime: 'automatic', development: false } },
	test: {
		pool: 'forks',
		maxWorkers: 2,
		projects: Object.entries(floors).map(([name, globalSetup]) => ({
			extends: true,
			test: {
				name,
				include: [`test/${name}/**/*.test.{ts,tsx}`],
				globalSetup: [...globalSetup],
				setupFiles: ['test/support/property-seed.ts'],
				// A fault shows itself by what is expected; a slow machine is none.
				testTimeout: 120_000,
				hookTimeout: 60_000,
				// What is shipped is React's production build; and CI must not make Ink believe that nobody looks.
				env: { NODE_ENV: 'production', CI: '' },
			},
		})),
	},
});
