// A field with data-preview="/address" shows what the server makes of the form:
// 600 ms after the last key, the regions named in data-into are replaced.
import { onArrival } from "./arrival.js";

const waiting = new WeakMap();

onArrival((part) => part.querySelectorAll("[data-preview]").forEach((field) => {
	field.addEventListener("input", () => {
		clearTimeout(waiting.get(field)?.timer);
		waiting.set(field, { ...waiting.get(field), timer: setTimeout(() => show(field), 600) });
	});
}));

async function show(field) {
	waiting.get(field)?.running?.abort();
	const running = new AbortController();
	waiting.set(field, { running });
	try {
		const answer = await fetch(field.dataset.preview, {
			method: "POST",
			body: new URLSearchParams(new FormData(field.form)),
			credentials: "same-origin",
			headers: { Accept: "text/html" },
			signal: running.signal,
		});
		if (!answer.ok) return;
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		for (const region of field.dataset.into.split(" ")) {
			const fresh = page.querySelector(region);
			if (fresh) document.querySelector(region)?.replaceChildren(...fresh.childNodes);
		}
	} catch {
		// The preview stays as it was; the button beside it still works.
	}
}
