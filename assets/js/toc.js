// Marks the section that is being read in the contents beside the text.
import { onArrival } from "./arrival.js";

onArrival((part) => {
	const contents = part.querySelector("[data-toc]");
	if (!contents) return;
	const links = new Map([...contents.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
	const watch = new IntersectionObserver((seen) => {
		for (const section of seen) {
			if (!section.isIntersecting) continue;
			for (const link of links.values()) link.removeAttribute("aria-current");
			links.get(section.target.id)?.setAttribute("aria-current", "location");
		}
	}, { rootMargin: "0px 0px -70% 0px" });
	for (const key of links.keys()) {
		const heading = document.getElementById(key);
		if (heading) watch.observe(heading);
	}
});
