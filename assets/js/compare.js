// The button of the list of versions names the two that are chosen.
import { onArrival } from "./arrival.js";

onArrival((part) => part.querySelectorAll("form[data-compare]").forEach(name));

addEventListener("change", (event) => {
	const form = event.target.closest("form[data-compare]");
	if (form) name(form);
});

function name(form) {
	const button = form.querySelector("[data-compare-words]");
	const from = form.querySelector("input[name=from]:checked")?.dataset.version;
	const to = form.querySelector("input[name=to]:checked")?.dataset.version;
	if (button && from && to) button.textContent = button.dataset.compareWords.replace("{from}", from).replace("{to}", to);
}
