package text_test

import (
	"strings"
	"testing"

	"privacydesk/models/text"
)

func TestSEC_D3_TextIsMadeEvenOrRefused(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"ends lines with line feeds", "a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		{"composes letters", "Cafe\u0301", "Café"},
		{"drops control characters but tab and line feed", "\ufeffa\x00b\x1bc\u0085d\te", "abc\nd\te"},
		{"drops blank lines around the text, but not indentation", " \n\n  a\n\nb \n\n", "  a\n\nb"},
		{"leaves what is nested in reason", strings.Repeat(">", 32) + " a", strings.Repeat(">", 32) + " a"},
		{"drops what is nested beyond reason", strings.Repeat("> ", 90) + "a", strings.Repeat("> ", 31) + "> a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := text.Normalise(c.raw)
			equal(t, err, nil)
			equal(t, got, c.want)
			again, _ := text.Normalise(got)
			equal(t, again, got)
		})
	}

	t.Run("refuses what is not UTF-8", func(t *testing.T) {
		_, err := text.Normalise("a\xffb")
		if err != text.ErrEncoding {
			t.Errorf("got %v", err)
		}
	})
}
