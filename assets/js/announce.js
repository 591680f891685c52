// Says something to those who do not see the page change.
export function announce(words) {
	const place = document.querySelector("[data-announce]");
	if (place && words) {
		place.textContent = "";
		requestAnimationFrame(() => { place.textContent = words; });
	}
}
