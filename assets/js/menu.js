// A menu closes with Escape, and when one goes elsewhere.
addEventListener("keydown", (event) => {
	const open = event.target.closest?.("details.menu[open]");
	if (event.key === "Escape" && open) {
		open.open = false;
		open.querySelector("summary").focus();
	}
});

for (const leaving of ["click", "focusin"]) {
	addEventListener(leaving, (event) => {
		for (const menu of document.querySelectorAll("details.menu[open]")) {
			if (!menu.contains(event.target)) menu.open = false;
		}
	});
}
