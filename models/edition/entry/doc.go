// Package entry is what the registers of entries (cookies, processors) have in
// common: every save kept as a row, who wrote since the last edition, tables of
// files read by their headings, the report of an import row by row, CSV files, and
// the difference between two lists. What an entry is, the registers know.
package entry
