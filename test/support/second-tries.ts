import type { Reporter, TestModule } from 'vitest/node';

/** More than these in one run are no accident of a busy machine. */
const TOLERATED = 3;

/** Names the tests that passed only when they were run again; too many of them fail the run. */
export default class SecondTries implements Reporter {
	onTestRunEnd(modules: readonly TestModule[]): void {
		const again = modules.flatMap((module) =>
			[...module.children.allTests()]
				.filter((test) => test.diagnostic()?.flaky)
				.map((test) => `${module.relativeModuleId} > ${test.fullName}`),
		);
		if (again.length === 0) return;
		console.log(`Passed only at the second try, ${again.length}:\n${again.map((name) => `  ${name}\n`).join('')}`);
		if (again.length > TOLERATED) process.exitCode = 1;
	}
}
