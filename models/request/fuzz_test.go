package request

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzReadReference(f *testing.F) {
	for _, typed := range []string{"PD-7K2M-93TX-QH4N", "pd 7k2m 93tx qh4n", "7K2M93TXQH4N", "PDPDPDPDPDPDPD", "", "\x00", "PD-7K2M-93TX-QH4NX"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		reference, err := readReference(typed)
		if err != nil {
			return
		}
		again, err := readReference(strings.ToLower(reference))
		if err != nil || again != reference {
			t.Errorf("%q was read as %q and then as %q, %v", typed, reference, again, err)
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("müßig\r\n", 1)
	f.Add("\xff", 3)
	f.Add("a\x00", 2)
	f.Add("\xe2\x82", 1)
	f.Fuzz(func(t *testing.T, content string, step int) {
		// Text is judged alike in whatever pieces it arrives.
		step = max(1, step&15)
		whole, pieces := &checked{}, &checked{}
		want := whole.readable([]byte(content), true)
		got, rest := true, []byte(content)
		for got && len(rest) > 0 {
			n := min(step, len(rest))
			got = pieces.readable(rest[:n], n == len(rest))
			rest = rest[n:]
		}
		if got != want {
			t.Errorf("whole %v, in pieces of %d %v", want, step, got)
		}
		if want && !utf8.ValidString(content) {
			t.Errorf("%q passed for text", content)
		}
	})
}

func FuzzKind(f *testing.F) {
	f.Add("a.pdf", []byte("%PDF-1.7"))
	f.Add("a.png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"))
	f.Add("a.pdf.exe", []byte("MZ"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		found, err := kindOf(name, content)
		if err == nil && !bytes.HasPrefix(content, found.begins) {
			t.Errorf("%q with %q passed for %s", name, content, found.mediaType)
		}
	})
}
