// The entry of the desk. Every page works without it.
import "./focus.js";
import "./menu.js";
import "./swap.js";
import "./bulk.js";
import "./preview.js";
import "./goto.js";
import "./toc.js";
