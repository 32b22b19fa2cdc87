const ascii = /^[\x20-\x7e]*$/;

/** Longer texts end with a sentence: to read them whole they are saved. */
const mostPieces = 500;

/** Columns that a character takes at most; control characters become their pictures. */
function lengthOf(text: string, room: number): number {
	return Math.max(1, ascii.test(text) ? room : Math.floor(room / 2));
}

/** How many lines of `room` columns a text takes, without looking at each of its characters. */
export function piecesOf(text: string, room: number): number {
	return text.length <= room / 2 ? 1 : Math.min(mostPieces, Math.max(1, Math.ceil(text.length / lengthOf(text, room))));
}

/** The line of that number, from 0. Never cuts a character in two. */
export function pieceOf(text: string, piece: number, room: number): string {
	if (text.length <= room / 2) return text;
	const length = lengthOf(text, room);
	const start = whole(text, piece * length);
	const end = whole(text, (piece + 1) * length);
	if (piece === mostPieces - 1 && end < text.length)
		return `… and ${text.length - start} more: copied or saved it is whole`.slice(0, room);
	return text.slice(start, end);
}

/** A place that is not inside of a surrogate pair. */
function whole(text: string, at: number): number {
	const code = text.charCodeAt(at);
	return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
}
