// A form that came back: its summary takes the focus, so that nobody misses it.
import { onArrival } from "./arrival.js";

onArrival((part) => {
	const summary = part.querySelector("[data-focus]");
	if (summary) summary.focus();
});
