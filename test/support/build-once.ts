import { build } from './build.ts';

/** Before the tests of the built program: the program as it is shipped, from the sources as they are. */
export default function setup(): void {
	build();
}
