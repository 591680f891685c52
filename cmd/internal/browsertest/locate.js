// Finds what a person would name: a control by its label, a button or a link by
// its words, near some other words when there are several.
((kind, name, near) => {
	const plain = (text) => (text || "").replace(/[\u200e\u200f\u2066-\u2069\u00ad]/g, "").replace(/\s+/g, " ").trim();
	const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
	const spoken = (element) => {
		if (!element.querySelector("[aria-hidden=true]")) return "";
		const copy = element.cloneNode(true);
		for (const mute of copy.querySelectorAll("[aria-hidden=true]")) mute.remove();
		return copy.textContent;
	};
	const wordsOf = (element) => [
		plain(element.getAttribute("aria-label")),
		plain(element.querySelector(".choice__label")?.textContent),
		plain(element.innerText), plain(spoken(element)), plain(element.textContent), plain(element.value),
	].filter(Boolean);
	const wanted = {
		field: "label, [aria-label]:is(input, textarea, select)",
		choice: "label",
		button: "button, input[type=submit], summary, [role=button]",
		link: "a[href]",
		file: "a[href], button",
	}[kind];
	const all = [...document.querySelectorAll(wanted)].filter(shown);
	const exactly = (element) => wordsOf(element).includes(plain(name));
	let found = all.filter((element) => wordsOf(element).some((words) => words.startsWith(plain(name))));
	if (near) {
		const around = [...document.querySelectorAll("tr, li, article, section, fieldset, form, dl > div, details, .field, div")]
			.filter((element) => plain(element.textContent).includes(plain(near)))
			.sort((a, b) => a.textContent.length - b.textContent.length);
		const place = around.find((element) => found.some((one) => element.contains(one)));
		found = found.filter((element) => place?.contains(element));
	}
	if (found.some(exactly)) found = found.filter(exactly);
	let element = found[0];
	if (kind === "field" && element?.matches("label")) element = element.control;
	if (!element) {
		const known = all.map((one) => wordsOf(one)[0]).filter(Boolean);
		return { missing: `no ${kind} "${name}"${near ? ` near "${near}"` : ""} among ${JSON.stringify([...new Set(known)].slice(0, 60))}` };
	}
	element.scrollIntoView({ block: "center", behavior: "instant" });
	window.located = element;
	const box = element.getClientRects()[0];
	const x = box.left + box.width / 2, y = box.top + box.height / 2;
	const top = document.elementFromPoint(x, y);
	const free = top && (element.contains(top) || top.contains(element) || top.closest("label")?.control === element || element.control === top);
	const address = element.closest("a[href]");
	const sends = element.matches("button:not([type=button]), input[type=submit]") && element.form;
	return {
		x, y,
		covered: free ? "" : `${kind} "${name}" is covered by ${top?.outerHTML.slice(0, 120)}`,
		ticked: Boolean(element.control?.checked),
		disabled: Boolean(element.disabled),
		goes: Boolean(sends || (address && address.getAttribute("href").charAt(0) !== "#")),
		href: address?.href || "",
		type: element.type || "",
	};
})
