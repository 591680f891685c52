package entry

import (
	"net/url"
	"strings"
	"unicode"
)

// SecureAddress reports whether it is an https address without credentials.
func SecureAddress(typed string) bool {
	address, err := url.Parse(typed)
	return err == nil && address.Scheme == "https" && address.Hostname() != "" && address.User == nil &&
		len(typed) <= 2000 && !strings.ContainsFunc(typed, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) })
}
