// The entry of the public pages. Every page works without it.
import "./focus.js";
import "./menu.js";
import "./print.js";
import "./toc.js";
import "./compare.js";
