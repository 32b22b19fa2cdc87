export function launcherOf(file: string, code: string, node: string): string;
export function executableLauncherOf(file: string, code: string): string;
