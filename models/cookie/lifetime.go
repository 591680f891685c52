package cookie

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// LifetimeType says how it is told how long an entry stays on a device.
type LifetimeType string

const (
	Session  LifetimeType = "session"  // until the browser is closed
	Duration LifetimeType = "duration" // a span of time since it was last set
	Event    LifetimeType = "event"    // until something happens, told in words
	Unstated LifetimeType = "unstated" // the source says "persistent" and no more
)

// Lifetime is how long an entry stays on a device.
type Lifetime struct {
	Type    LifetimeType
	Seconds int64  // of a Duration; 0 otherwise. A month counts 30 days, a year 365
	Text    string // of a Duration its plain form, "1 year 1 month"; of an Event its words
}

// MarshalJSON writes null for what the type has no need of.
func (l Lifetime) MarshalJSON() ([]byte, error) {
	told := lifetimeJSON{Type: l.Type}
	if l.Type == Duration {
		told.Seconds = &l.Seconds
	}
	if l.Text != "" {
		told.Text = &l.Text
	}
	return json.Marshal(told)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (l *Lifetime) UnmarshalJSON(raw []byte) error {
	var told lifetimeJSON
	if err := json.Unmarshal(raw, &told); err != nil {
		return err
	}
	*l = Lifetime{Type: told.Type}
	if told.Seconds != nil {
		l.Seconds = *told.Seconds
	}
	if told.Text != nil {
		l.Text = *told.Text
	}
	return nil
}

type lifetimeJSON struct {
	Type    LifetimeType `json:"type"`
	Seconds *int64       `json:"seconds"`
	Text    *string      `json:"text"`
}

// Words is the lifetime as a CSV file has it and as ReadLifetime reads it again:
// "session", "2 years", "until you log out", "persistent".
func (l Lifetime) Words() string {
	switch l.Type {
	case Duration, Event:
		return l.Text
	case Session:
		return "session"
	}
	return "persistent"
}

// Span is a number of units, a part of a duration.
type Span struct {
	Number int
	Unit   string // "second", "minute", "hour", "day", "week", "month" or "year"
}

// Spans are the parts of a duration, for a page to say them in its language.
func (l Lifetime) Spans() []Span {
	if l.Type != Duration {
		return nil
	}
	spans, rest := leadingSpans(strings.Fields(l.Text))
	if len(rest) > 0 {
		return nil
	}
	return spans
}

// unitSeconds is how long each unit counts.
var unitSeconds = map[string]int64{
	"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400, "month": 30 * 86400, "year": 365 * 86400,
}

// longest is the longest lifetime that is believed, in seconds: a century.
const longest = 100 * 365 * 86400

// ErrLifetime is a lifetime in words that nobody could read for sure, as a message key.
var ErrLifetime = errors.New("cookie.lifetime.unreadable")

// maxEvent is how long the words of an event may be, in characters.
const maxEvent = 200

// ReadLifetime understands a lifetime in words, as cookie tables have them in English,
// German and the languages around them. Of a range ("30 days to 1 year") it is the longer
// end, as of "up to 1 year". A condition, a fixed day or two things that contradict each
// other are none.
//
// Errors: ErrLifetime.
func ReadLifetime(words string) (Lifetime, error) {
	first, note := withoutNote(words)
	if note == "" {
		return readOne(words)
	}
	whole, err := readOne(words)
	if err != nil {
		if whole, err = readOne(first); err != nil {
			return whole, err
		}
	}
	noted, err := readOne(note)
	switch {
	case err != nil && whole.Type != Duration && (alternative.MatchString(note) || strings.ContainsAny(note, "0123456789")):
		return Lifetime{}, ErrLifetime
	case err == nil && contradict(whole, noted):
		return Lifetime{}, ErrLifetime
	case err == nil && whole.Type == Unstated && noted.Type != Event:
		return noted, nil
	}
	return whole, nil
}

// withoutNote parts what stands in brackets at the end, or behind a dash: "Persistent
// (2 years)", "Session – ends with your visit".
func withoutNote(words string) (first, note string) {
	if found := noted.FindStringSubmatch(strings.TrimSpace(words)); found != nil {
		return found[1], found[2] + found[3]
	}
	return words, ""
}

var noted = regexp.MustCompile(`^([^()]*\S)\s*(?:\(([^()]+)\)|\s[-–—]\s+([^()]+))\W*$`)

// contradict is true for two lifetimes of which at most one can be right. A year has
// 365 days here and twelve months 360, so that a little more or less is no contradiction.
func contradict(a, b Lifetime) bool {
	said := func(l Lifetime) bool { return l.Type == Session || l.Type == Duration }
	if !said(a) || !said(b) {
		return false
	}
	return a.Type != b.Type || 20*max(a.Seconds-b.Seconds, b.Seconds-a.Seconds) > max(a.Seconds, b.Seconds)
}

// readOne understands one lifetime.
func readOne(words string) (Lifetime, error) {
	plain := foldLifetime(words)
	switch {
	case unstatedWords[plain]:
		return Lifetime{Type: Unstated}, nil
	case (sessionWords.MatchString(plain) || sessionWordsElse.MatchString(plain)) && !alternative.MatchString(plain):
		return Lifetime{Type: Session}, nil
	}
	if spans, ok := readDuration(plain); ok {
		return newDuration(spans)
	}
	if spans, ok := readRange(plain); ok {
		return newDuration(spans)
	}
	if event := strings.Join(strings.Fields(words), " "); (eventWords.MatchString(plain) || eventWordsElse.MatchString(plain)) && len([]rune(event)) <= maxEvent {
		return Lifetime{Type: Event, Text: event}, nil
	}
	return Lifetime{}, ErrLifetime
}

// newDuration is the lifetime that the spans add up to, in its plain form.
func newDuration(spans []Span) (Lifetime, error) {
	var parts []string
	for _, span := range spans {
		if int64(span.Number) > longest/unitSeconds[span.Unit] {
			return Lifetime{}, ErrLifetime
		}
		part := strconv.Itoa(span.Number) + " " + span.Unit
		if span.Number != 1 {
			part += "s"
		}
		parts = append(parts, part)
	}
	seconds := secondsOf(spans)
	if seconds <= 0 || seconds > longest {
		return Lifetime{}, ErrLifetime
	}
	return Lifetime{Type: Duration, Seconds: seconds, Text: strings.Join(parts, " ")}, nil
}

func secondsOf(spans []Span) (seconds int64) {
	for _, span := range spans {
		seconds += int64(span.Number) * unitSeconds[span.Unit]
	}
	return seconds
}
