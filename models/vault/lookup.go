package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/german"
	"golang.org/x/text/unicode/norm"
)

// Lookup is the keyed hash under which an exact value can be found again: kind is
// what it is ("email"), value is folded before hashing.
func (v *Vault) Lookup(kind, value string) []byte { return mac(v.lookups[0], kind, Fold(value)) }

// Lookups are the hashes under every root key, for finding what an older one hashed.
func (v *Vault) Lookups(kind, value string) [][]byte {
	var all [][]byte
	for _, key := range v.lookups {
		all = append(all, mac(key, kind, Fold(value)))
	}
	return all
}

// Words are the keyed hashes of a text's words and of their stems, for a bigint[]
// column with a GIN index. The order says nothing and repeats are left out.
func (v *Vault) Words(texts ...string) []int64 {
	set := map[int64]struct{}{}
	for _, text := range texts {
		for _, word := range words(text) {
			for _, form := range forms(word) {
				set[hashWord(v.lookups[0], form)] = struct{}{}
			}
		}
	}
	hashes := make([]int64, 0, len(set))
	for hash := range set {
		hashes = append(hashes, hash)
	}
	slices.Sort(hashes)
	return hashes
}

// Query is a search as word hashes: a row is found when it holds, for every word of
// the query, at least one of that word's hashes.
func (v *Vault) Query(query string) [][]int64 {
	var terms [][]int64
	for _, word := range words(query) {
		var any []int64
		for _, key := range v.lookups {
			for _, form := range forms(word) {
				any = append(any, hashWord(key, form))
			}
		}
		terms = append(terms, any)
	}
	return terms
}

// Fold is a text without case, accents and outer space, so that people find what
// they remember rather than what was typed.
func Fold(text string) string {
	var folded strings.Builder
	for _, r := range norm.NFKD.String(strings.TrimSpace(text)) {
		if !unicode.Is(unicode.Mn, r) {
			folded.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.ReplaceAll(folded.String(), "ß", "ss")
}

// words parts a text. An address or number also counts whole, so that it can be
// searched as it is written.
func words(text string) []string {
	var found []string
	for _, chunk := range strings.Fields(Fold(text)) {
		parts := strings.FieldsFunc(chunk, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		found = append(found, parts...)
		if whole := strings.Trim(chunk, ".,;:!?()[]<>\"'"); len(parts) > 1 && whole != "" {
			found = append(found, whole)
		}
	}
	return found
}

// forms are the word and its stems, marked apart from words so that a stem never
// passes for a whole word of another text.
func forms(word string) []string {
	found := []string{word}
	for mark, stem := range map[string]func(*snowballstem.Env) bool{"en:": english.Stem, "de:": german.Stem} {
		env := snowballstem.NewEnv(word)
		stem(env)
		found = append(found, mark+env.Current())
	}
	return found
}

func hashWord(key []byte, word string) int64 {
	return int64(binary.BigEndian.Uint64(mac(key, "word", word))) // #nosec G115 -- all 64 bits are wanted, the sign means nothing
}

func mac(key []byte, kind, value string) []byte {
	hash := hmac.New(sha256.New, key)
	hash.Write([]byte(kind))
	hash.Write([]byte{0})
	hash.Write([]byte(value))
	return hash.Sum(nil)
}
