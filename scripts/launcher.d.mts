export function launcherOf(file: string, code: string, node: string): string;
