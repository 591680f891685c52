package regime

import (
	"fmt"
	"maps"
	"strings"

	"cloud.google.com/go/civil"
)

// Line is one step of a time line: what happened or follows, and where the law says
// so. Its words are the message "clock.line." and Key of the catalogue, with Args.
type Line struct {
	On       *civil.Date // the day that it is about, if any
	Key      string
	Args     map[string]any // civil.Date, Period, int or string
	Citation string         // empty where it only states a fact
}

// Text is the line in English, for the command line and for logs of decisions.
func (l Line) Text() string {
	text := loaded.sentences[l.Key]
	for name, value := range l.Args {
		text = strings.ReplaceAll(text, "{{."+name+"}}", inEnglish(value))
	}
	return text
}

// Sentences is the English of every line by its key, with {{.placeholders}}.
func Sentences() map[string]string { return maps.Clone(loaded.sentences) }

func inEnglish(value any) string {
	if day, is := value.(civil.Date); is {
		return fmt.Sprintf("%d %s %d", day.Day, day.Month, day.Year)
	}
	return fmt.Sprint(value)
}
