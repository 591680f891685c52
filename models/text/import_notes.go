package text

import "strings"

// notes tell what the import was unsure of, or did without being asked.
func (f finding) notes(result Imported, doubtful []string) []Note {
	var notes []Note
	note := func(when bool, key string, args ...any) {
		if when {
			notes = append(notes, Note{"text.import." + key, args})
		}
	}
	note(result.Title == "", "no_title")
	note(result.Locale == "", "no_locale")
	date := result.StatedDate
	note(date == nil, "no_date")
	if date != nil {
		days := make([]string, len(date.Candidates))
		for i, day := range date.Candidates {
			days[i] = day.String()
		}
		note(len(days) > 1, "date_ambiguous", "raw", date.Raw, "days", strings.Join(days, ", "))
		note(len(days) == 0, "date_without_day", "raw", date.Raw)
	}
	note(len(result.Document.Clauses) < 2, "no_clauses")
	note(f.guessed, "headings_guessed")
	note(f.before > 0, "furniture_before", "count", f.before)
	note(f.after > 0, "furniture_after", "count", f.after)
	note(f.tags > 0, "template_tags", "count", f.tags)
	note(f.merged > 0, "merged_cells", "count", f.merged)
	for _, words := range doubtful {
		note(true, "recipient_doubtful", "words", words)
	}
	for _, cookie := range result.Cookies {
		note(cookie.Type == "", "cookie_without_type", "names", strings.Join(cookie.Names, ", "))
	}
	return notes
}
