// What modules do when a page or a part of it has arrived.
const readers = [];

export function onArrival(reader) {
	readers.push(reader);
	reader(document);
}

export function arrived(part) {
	for (const reader of readers) reader(part);
}
