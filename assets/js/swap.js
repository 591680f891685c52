// Links and filters with data-swap="#region" save a reload: the answer is fetched and
// its region takes the place of ours. Whatever does not fit is loaded as a page.
import { announce } from "./announce.js";
import { arrived } from "./arrival.js";

let latest = 0;

addEventListener("click", (event) => {
	const link = event.target.closest("a[data-swap]");
	if (!link || link.origin !== location.origin || event.defaultPrevented || event.button !== 0) return;
	if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
	event.preventDefault();
	swap(link.href, link.dataset.swap);
});

addEventListener("submit", (event) => {
	const form = event.target;
	if (!form.matches("form[data-swap]") || event.defaultPrevented) return;
	event.preventDefault();
	const address = new URL(form.action);
	address.search = new URLSearchParams(new FormData(form, event.submitter));
	swap(address.href, form.dataset.swap);
});

addEventListener("popstate", () => location.reload());

async function swap(address, region) {
	const turn = ++latest;
	const place = document.querySelector(region);
	place?.setAttribute("aria-busy", "true");
	try {
		const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" } });
		if (turn !== latest) return;
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		const fresh = page.querySelector(region);
		if (!place || !fresh) return location.assign(answer.url);
		const inside = place.contains(document.activeElement);
		place.replaceWith(fresh);
		if (inside) fresh.focus({ preventScroll: true });
		scrollTo(0, Math.min(scrollY, fresh.offsetTop));
		document.title = page.title;
		if (answer.ok && answer.url !== location.href) history.pushState(null, "", answer.url);
		arrived(fresh);
		announce(page.title);
	} catch {
		location.assign(address);
	}
}
