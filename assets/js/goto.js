// A button with data-goto="id" leads to the part of the page that the select of that id
// names. Without the part it does what it does without this.
addEventListener("click", (event) => {
	const button = event.target.closest?.("[data-goto]");
	const part = button && document.getElementById(document.getElementById(button.dataset.goto)?.value);
	if (!part) return;
	event.preventDefault();
	part.tabIndex = -1;
	part.scrollIntoView();
	part.focus({ preventScroll: true });
});
