package text

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// introductionKey is the key of the text before the first heading.
const introductionKey = "introduction"

const maxKey = 64 // characters

var validKey = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$`)

// keyProblem is the message about a key that may not be used, or "".
func keyProblem(key string) string {
	switch {
	case !validKey.MatchString(key) || len(key) > maxKey:
		return "text.problem.key_invalid"
	case strings.HasPrefix(key, ownPrefix):
		return "text.problem.key_reserved"
	}
	return ""
}

// latin are letters that do not come apart into a plain one and a mark.
var latin = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ı", "i", "’", "", "'", "")

// slug is the key that a heading has when its text gives it none. Headings in a
// script that has no Latin letters get one made from a hash of their words, so that
// the same heading has the same key wherever it stands.
func slug(heading string) string {
	made := Slug(heading, maxKey-8)
	if made == "" {
		return HashKey("clause", heading)
	}
	if strings.HasPrefix(made+"-", ownPrefix) {
		return "clause-" + made
	}
	return made
}

// HashKey is a key made from a hash of words in whose script no key can be written.
func HashKey(prefix, words string) string {
	sum := sha256.Sum256([]byte(oneLine(strings.ToLower(words))))
	return prefix + "-" + hex.EncodeToString(sum[:4])
}

// Slug is the whole words of a text that fit into so many characters, in a to z and 0 to
// 9 with dashes between; "" where no letter is left.
func Slug(text string, most int) string {
	var key strings.Builder
	for _, r := range norm.NFKD.String(latin.Replace(strings.ToLower(text))) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			key.WriteRune(r)
		case !unicode.Is(unicode.Mn, r):
			key.WriteByte('-')
		}
	}
	words := strings.FieldsFunc(key.String(), func(r rune) bool { return r == '-' })
	made := ""
	for _, word := range words {
		if made != "" && len(made)+1+len(word) > most {
			break
		}
		made = strings.TrimPrefix(made+"-"+word, "-")
	}
	if !strings.ContainsFunc(made, unicode.IsLetter) || len(made) > most {
		return ""
	}
	return made
}

// free is the key itself, or with the first number behind it that nobody has taken.
func free(key string, taken map[string]bool) string {
	for n := 2; taken[key]; n++ {
		if !taken[key+"-"+strconv.Itoa(n)] {
			return key + "-" + strconv.Itoa(n)
		}
	}
	return key
}
