/** As clients write what an object store names: base64url with the padding of the last letters. */
export function paddedBase64Url(bytes: Buffer): string {
	const text = bytes.toString('base64url');
	return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}
