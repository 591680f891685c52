// Printing is a thing that only a script can begin, so its button is hidden without one.
import { onArrival } from "./arrival.js";

onArrival((part) => part.querySelectorAll("[data-print]").forEach((place) => {
	place.hidden = false;
	place.querySelector("button").addEventListener("click", () => print());
}));
