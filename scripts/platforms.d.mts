export const thisPlatform: string;
export function executableName(platform: string): string;
