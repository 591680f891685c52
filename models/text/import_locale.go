package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// smallWords are frequent in one language and rare in the others.
var smallWords = map[string][]string{
	"en": {"the", "and", "of", "to", "your", "we", "with", "that", "this", "our", "you"},
	"de": {"der", "die", "und", "wir", "ihre", "nicht", "mit", "werden", "sie", "von", "oder", "eine"},
	"fr": {"le", "les", "des", "vous", "nous", "et", "pour", "dans", "votre", "vos", "est", "données"},
	"es": {"el", "los", "las", "usted", "datos", "para", "por", "con", "su", "sus", "y", "una"},
	"it": {"il", "gli", "che", "dei", "dati", "per", "della", "sono", "nostro", "e", "di", "con"},
	"pt": {"os", "dos", "você", "dados", "para", "com", "não", "seus", "uma", "nós", "e", "da"},
	"nl": {"het", "een", "van", "wij", "uw", "gegevens", "voor", "niet", "met", "zijn", "dat", "en"},
	"pl": {"i", "w", "na", "się", "nie", "przez", "danych", "oraz", "jest", "do"},
	"sv": {"och", "att", "det", "som", "för", "vi", "din", "dina", "inte", "av", "med"},
	"da": {"og", "at", "det", "som", "for", "vi", "din", "dine", "ikke", "af", "med"},
	"tr": {"ve", "bir", "bu", "için", "ile", "olarak", "kişisel", "veya", "verileri"},
	"id": {"dan", "yang", "untuk", "dengan", "anda", "kami", "ini", "dari", "atau"},
	"vi": {"và", "của", "chúng", "tôi", "bạn", "các", "cho", "không", "được"},
}

// scripts that tell the language of a text, the rarer first.
var scripts = []struct {
	table *unicode.RangeTable
	tag   string
}{
	{unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Hangul, "ko"}, {unicode.Thai, "th"}, {unicode.Hebrew, "he"},
	{unicode.Arabic, "ar"}, {unicode.Devanagari, "hi"}, {unicode.Greek, "el"}, {unicode.Cyrillic, "ru"}, {unicode.Han, "zh"},
}

// localeOf is the language of a text as a BCP 47 tag: what the page or its settings
// state, if the text does not belie it, else what its words tell; "" when unsure.
func localeOf(stated, words string) string {
	told := languageOf(words)
	if tag, err := language.Parse(stated); err == nil && stated != "" {
		if base, _ := tag.Base(); told == "" || base.String() == told {
			return tag.String()
		}
	}
	return told
}

func languageOf(words string) string {
	letters, counts := 0, map[string]int{}
	for _, r := range words {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		for _, script := range scripts {
			if unicode.Is(script.table, r) {
				counts[script.tag]++
				break
			}
		}
	}
	for _, script := range scripts {
		share := 3
		if script.tag == "ja" {
			share = 10 // Japanese is mostly written with the characters of Chinese
		}
		if counts[script.tag]*share > letters && letters > 0 {
			return script.tag
		}
	}
	return languageByWords(words)
}

func languageByWords(words string) string {
	seen := map[string]int{}
	for word := range strings.FieldsSeq(strings.ToLower(words)) {
		seen[strings.Trim(word, ".,;:!?()\"'“”«»*_")]++
	}
	best, most, second := "", 0, 0
	for tag, list := range smallWords {
		count := 0
		for _, word := range list {
			count += seen[word]
		}
		switch {
		case count > most || count == most && tag < best:
			best, most, second = tag, count, most
		case count > second:
			second = count
		}
	}
	if most < 3 || most == second {
		return ""
	}
	return best
}
