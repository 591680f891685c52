// Counts the ticked rows, and shows the bar where the stylesheet cannot.
import { onArrival } from "./arrival.js";

onArrival((part) => part.querySelectorAll("[data-bulk]").forEach(count));

addEventListener("change", (event) => {
	const bar = event.target.form?.querySelector("[data-bulk]");
	if (bar) count(bar);
});

function count(bar) {
	const ticked = bar.closest("form").querySelectorAll("td input:checked").length;
	const words = bar.querySelector("[data-bulk-count]");
	bar.hidden = ticked === 0;
	words.textContent = ticked === 1 ? words.dataset.one : words.dataset.many.replace("{n}", ticked);
}
