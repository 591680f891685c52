package processor

import (
	"regexp"
	"strings"

	"privacydesk/models/edition/entry"
	"privacydesk/models/text"
)

// openingBytes is how much of a file tells what it is about as a whole.
const openingBytes = 600

var recipientWords = regexp.MustCompile(`(?i)sub-?\s?processor|processor|vendor|supplier|service provider|third[- ]part|recipient|auftrags\s?verarbeiter|unterauftrag|dienstleister|empfänger|sous-traitant|prestataire|encargado|subencargad|proveedor|fornitor|responsabil|subverwerker|verwerker`)

func aboutRecipients(words string) bool { return recipientWords.MatchString(words) }

// listedLines are the companies that lists name: a company for each point, or for each
// list that says what a name above it does, where and with which data. all takes lists
// of links from anywhere, for files that are about recipients as a whole.
func listedLines(points []text.Listed, all bool) []entry.Line {
	var lines []entry.Line
	for from := 0; from < len(points); {
		to := from
		for to < len(points) && points[to].List == points[from].List {
			to++
		}
		list := points[from:to]
		from = to
		if described, ok := describedLine(list); ok {
			lines = append(withoutOwner(lines, described.Cells["name"]), described)
			continue
		}
		for _, point := range list {
			if about := aboutRecipients(point.Section + " " + point.Intro); about || all && point.Linked {
				lines = append(lines, pointLine(point))
			}
		}
	}
	return lines
}

// pointLine is a company with what follows it; the sentence over the list may say where.
func pointLine(point text.Listed) entry.Line {
	return entry.Line{Number: point.Line, Table: point.Section, Heads: map[string]string{}, Cells: map[string]string{
		"name": point.Name, "purposes": point.Rest, "countries": entry.Joined(namedCountries(point.Intro))}}
}

// describedLine is the company above a list whose points are "Purpose: …" and the like,
// at least half of them known.
func describedLine(list []text.Listed) (entry.Line, bool) {
	owner := list[0].Owner
	line := entry.Line{Number: list[0].Line, Table: list[0].Section, Heads: map[string]string{}, Cells: map[string]string{"name": owner}}
	known := 0
	for _, point := range list {
		field := tables.FieldOf(point.Name)
		if field == "name" {
			field = "purposes" // "Service: mail" under a name says what it does
		}
		if field == "" || point.Rest == "" {
			continue
		}
		known++
		if line.Cells[field] != "" {
			line.Cells[field] += "; "
		}
		line.Cells[field] += point.Rest
	}
	return line, owner != "" && known > 0 && 2*known >= len(list)
}

// withoutOwner takes back the point that turned out to be the name over a list.
func withoutOwner(lines []entry.Line, owner string) []entry.Line {
	if last := len(lines) - 1; last >= 0 && strings.EqualFold(lines[last].Cells["name"], owner) {
		return lines[:last]
	}
	return lines
}
