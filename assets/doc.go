// Package assets holds what is sent beside a page: the stylesheet, the scripts,
// the icons; and the words of the pages. All of it is embedded in the program,
// and every served file carries a part of its own hash in its name, so that a
// browser may keep it for ever. It knows no web framework: a handler asks Lookup.
//
// # Stylesheet
//
// css/ has one directory per cascade layer and one file per component. At start
// they are joined in the order of Layers, each inside its layer, into app.css.
//
// # Scripts
//
// js/ has small ES modules. public.js and desk.js are the entries of the two
// surfaces; imports between modules are rewritten to fingerprinted names.
//
// # Words
//
// locales/LOCALE/public/*.toml are the messages that the public reads and exist in
// every locale; locales/en/desk/*.toml are those that only staff read. Read them
// through views/ui.
package assets
