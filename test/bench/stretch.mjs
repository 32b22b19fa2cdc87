// Imported before a program: it tells the longest time of CPU in which the program read no key, once that is asked for by SIGUSR2.
// CPU time, because the rest of the machine hardly changes it.
import { writeFileSync } from 'node:fs';

let before = process.threadCpuUsage();
let longest = 0;
const look = setInterval(() => {
	const now = process.threadCpuUsage(before);
	before = process.threadCpuUsage();
	longest = Math.max(longest, now.user + now.system);
}, 1);
look.unref();

process.on('SIGUSR2', () => {
	writeFileSync(process.env.BENCH_STRETCH ?? '', String(longest / 1_000));
	longest = 0;
});
