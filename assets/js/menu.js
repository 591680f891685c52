// A menu closes with Escape, wherever the focus is, and when one goes elsewhere.
addEventListener("keydown", (event) => {
	if (event.key !== "Escape") return;
	const open = event.target.closest?.("details.menu[open]") ?? [...document.querySelectorAll("details.menu[open]")].pop();
	if (!open) return;
	open.open = false;
	open.querySelector("summary").focus();
});

for (const leaving of ["click", "focusin"]) {
	addEventListener(leaving, (event) => {
		for (const menu of document.querySelectorAll("details.menu[open]")) {
			if (!menu.contains(event.target)) menu.open = false;
		}
	});
}
