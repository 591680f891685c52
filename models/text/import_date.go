package text

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/civil"
)

// StatedDate is the day that a text gives for itself, as printed, with every day it
// may mean. It is never guessed: where the order of day, month and year is open, all
// of them are candidates.
type StatedDate struct {
	Raw        string
	Candidates []civil.Date // in the order of time; none when no day is given ("May 2018")
	Ambiguous  bool         // not exactly one day
}

// months by the words for them, without case and accents that people leave out.
var months = monthNames()

func monthNames() map[string]time.Month {
	names := map[string]time.Month{}
	for _, list := range []string{
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"januar februar märz april mai juni juli august september oktober november dezember",
		"jänner feber maerz apr mai jun jul aug sept okt nov dez",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"januari februari maart april mei juni juli augustus september oktober november december",
		"январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
		"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"ledna února března dubna května června července srpna září října listopadu prosince",
		"januari februari mars april maj juni juli augusti september oktober november december",
		"januar februar marts april maj juni juli august september oktober november december",
		"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
		"januari februari maret april mei juni juli agustus september oktober november desember",
		"ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
		"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"يناير فبراير مارس ابريل مايو يونيه يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
		"جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
	} {
		for i, name := range strings.Fields(list) {
			names[name] = time.Month(i + 1)
		}
	}
	return names
}

const monthWord = `\p{L}{3,12}\.?`

var (
	dateWords = regexp.MustCompile(`(?i)(?:last |most recent(?:ly)? )?(?:updat(?:ed?|ing)|revis(?:ed|ion)|modif(?:ied|ication)|amended|changed|reviewed|edited|posted|published)\b|effective\b|in (?:force|effect)\b|\bas of\b|valid from|version\b|dated\b|\bdate\b|\bstand\b|aktualisier\w*|gültig ab|in kraft|fassung vom|mise à jour|en vigueur|actualiza\w*|vigente|vigor\b|aggiornament\w*|in vigore|atualiza\w*|bijgewerkt|laatst|обновлен\w*|редакци\w*|obowiązuj\w*|wersja z|uppdaterad\w*|senast|opdateret|senest|ikrafttræd\w*|gäller från|güncelle\w*|yürürlü\w*|diperbarui|berlaku|cập nhật|hiệu lực|ενημέρωση|ισχύ\w*|účinn\w*|آخر تحديث|تاريخ|تسري|سارية?|اعتبار|更新|生效|有効日|改[定訂]|制定|施行|시행|개정`)

	dayFirst   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:(?:st|nd|rd|th|er|º|ª|°)?\s+|\.\s*)(?:de\s+|of\s+)?(` + monthWord + `),?\s+(?:de\s+|del\s+)?(\d{4})\b`)
	monthFirst = regexp.MustCompile(`(?i)\b(` + monthWord + `)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`)
	yearFirst  = regexp.MustCompile(`(?i)\b(\d{4})\s+(` + monthWord + `)\s+(\d{1,2})\b`)
	noDay      = regexp.MustCompile(`(?i)(?:^|\PL)(` + monthWord + `),?\s+(?:de\s+)?(\d{4})\b`)
	isoDay     = regexp.MustCompile(`\b(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})\b`)
	numbersDay = regexp.MustCompile(`\b(\d{1,2})(\s?[-/.]\s?)(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})\b`)
	cjkDay     = regexp.MustCompile(`(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]`)
	arabicDay  = regexp.MustCompile(`(\d{1,2})\s+(\p{Arabic}{2,8})،?\s+(\d{4})`)
)

// statesDate is true for a line that gives the day of a text and little else.
func statesDate(words string) bool {
	if len(strings.Fields(words)) > 16 {
		return false
	}
	_, found := readDate(words, "")
	return found && (dateWords.MatchString(words) || len(strings.Fields(words)) <= 5)
}

// findDate looks for the day a text gives for itself: first in short lines at its
// top, then in its sentences that speak of a change.
func findDate(d Document, locale string) (StatedDate, bool) {
	paragraphs := strings.Split(Plain(d.Text()), "\n")
	if date, found := topDate(paragraphs[:min(len(paragraphs), 12)], locale); found {
		return date, true
	}
	for _, line := range paragraphs {
		if statesDate(line) && dateWords.MatchString(line) {
			return readDate(line, locale)
		}
	}
	for _, line := range paragraphs {
		for _, sentence := range sentencesOf(line) {
			if aboutItself.MatchString(sentence) && dateWords.MatchString(sentence) {
				if date, found := readDate(sentence, locale); found {
					return date, true
				}
			}
		}
	}
	return StatedDate{}, false
}

// topDate is the day in the short lines at the top of a text. Where several lines say
// what their days are ("Updated …", "In force …"), all of them are candidates.
func topDate(lines []string, locale string) (StatedDate, bool) {
	var first StatedDate
	found := false
	for _, line := range lines {
		if !statesDate(line) || found && !dateWords.MatchString(line) {
			continue
		}
		date, _ := readDate(line, locale)
		switch {
		case !found:
			first, found = date, true
			if !dateWords.MatchString(line) {
				return first, true
			}
		case !slices.Equal(first.Candidates, date.Candidates) && len(first.Candidates) > 0 && len(date.Candidates) > 0:
			first = stated(first.Raw+"; "+date.Raw, append(slices.Clone(first.Candidates), date.Candidates...)...)
		}
	}
	return first, found
}

var aboutItself = regexp.MustCompile(`(?i)\b(?:this|the|our|these|diese\w*|cette|la présente|esta|questa)\b.{0,40}\b(?:policy|notice|statement|terms|agreement|document|version|page|erklärung|richtlinie|politique|política|informativa)\b|^(?:last|effective|updated|revised|version|stand)\b`)

// ReadDay reads a cell that holds a day and nothing else. Where the order of day, month
// and year is open, or no day is named, it is none.
func ReadDay(cell, locale string) (civil.Date, bool) {
	date, found := readDate(cell, locale)
	if !found || date.Ambiguous || date.Raw != oneLine(strings.Trim(cell, " .")) {
		return civil.Date{}, false
	}
	return date.Candidates[0], true
}

// readDate reads the first day in some words, whatever digits it is written with.
func readDate(words, locale string) (StatedDate, bool) {
	western := WesternDigits(words)
	at, best := len(western), StatedDate{}
	found := false
	for _, read := range []func(string, string) (int, StatedDate, bool){readISO, readNamed, readNumbers, readNoDay} {
		if where, date, ok := read(western, locale); ok && (where < at || where == at && !found) {
			at, best, found = where, date, true
		}
	}
	if western != words && found {
		from := utf8.RuneCountInString(western[:at])
		best.Raw = string([]rune(words)[from : from+utf8.RuneCountInString(best.Raw)])
	}
	return best, found
}

// WesternDigits is words with digits of every script as 0 to 9: one character for each.
func WesternDigits(words string) string { return strings.Map(westernDigit, words) }

func westernDigit(r rune) rune {
	if r < utf8.RuneSelf || !unicode.IsDigit(r) {
		return r
	}
	for value := range rune(10) { // the digits of a script stand in a row
		if !unicode.IsDigit(r - value - 1) {
			return '0' + value
		}
	}
	return r
}

func readISO(words, _ string) (int, StatedDate, bool) {
	for _, pattern := range []*regexp.Regexp{cjkDay, isoDay} {
		where := pattern.FindStringIndex(words)
		if where == nil {
			continue
		}
		found := pattern.FindStringSubmatch(words)
		month, day := found[2], found[3]
		if pattern == isoDay {
			month, day = found[3], found[4]
		}
		if date, ok := dayOf(found[1], month, day); ok {
			return where[0], stated(found[0], date), true
		}
	}
	return 0, StatedDate{}, false
}

func readNamed(words, _ string) (int, StatedDate, bool) {
	for _, pattern := range []*regexp.Regexp{dayFirst, monthFirst, yearFirst, arabicDay} {
		for _, where := range pattern.FindAllStringSubmatchIndex(words, -1) {
			part := func(n int) string { return words[where[2*n]:where[2*n+1]] }
			day, name, year := part(1), part(2), part(3)
			switch pattern {
			case monthFirst:
				day, name = part(2), part(1)
			case yearFirst:
				day, year = part(3), part(1)
			}
			month, known := months[strings.TrimSuffix(strings.ToLower(name), ".")]
			if date, ok := dayOf(year, strconv.Itoa(int(month)), day); known && ok {
				return where[0], stated(words[where[0]:where[1]], date), true
			}
		}
	}
	return 0, StatedDate{}, false
}

// readNumbers reads a day in three numbers. With dots, and only then, the text's
// language says that the day comes first; slashes and dashes are used in every order.
func readNumbers(words, locale string) (int, StatedDate, bool) {
	for _, where := range numbersDay.FindAllStringSubmatchIndex(words, -1) {
		part := func(n int) string { return words[where[2*n]:where[2*n+1]] }
		first, second, third := part(1), part(3), part(4)
		orders := [][3]string{{third, second, first}, {third, first, second}}
		if strings.TrimSpace(part(2)) == "." && dotsMeanDayFirst(locale) {
			orders = orders[:1]
		} else if len(third) == 2 {
			orders = append(orders, [3]string{first, second, third})
		}
		var dates []civil.Date
		for _, order := range orders {
			if date, ok := dayOf(order[0], order[1], order[2]); ok {
				dates = append(dates, date)
			}
		}
		if len(dates) > 0 {
			return where[0], stated(words[where[0]:where[1]], dates...), true
		}
	}
	return 0, StatedDate{}, false
}

func readNoDay(words, _ string) (int, StatedDate, bool) {
	for _, where := range noDay.FindAllStringSubmatchIndex(words, -1) {
		name := strings.TrimSuffix(strings.ToLower(words[where[2]:where[3]]), ".")
		if _, known := months[name]; known {
			return where[2], StatedDate{Raw: words[where[2]:where[1]], Ambiguous: true}, true
		}
	}
	return 0, StatedDate{}, false
}

func dotsMeanDayFirst(locale string) bool {
	language, _, _ := strings.Cut(locale, "-")
	return slices.Contains([]string{"de", "fr", "it", "es", "pt", "nl", "el", "bg", "pl", "cs", "sk", "fi", "nb", "no", "da", "ru", "uk", "tr", "ro", "hr", "sl", "et", "lv"}, language)
}

func dayOf(year, month, day string) (civil.Date, bool) {
	y, _ := strconv.Atoi(year)
	if len(year) < 3 {
		y += 2000
	}
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date := civil.Date{Year: y, Month: time.Month(m), Day: d}
	return date, date.IsValid() && y >= 1990 && y < 2100
}

func stated(raw string, dates ...civil.Date) StatedDate {
	slices.SortFunc(dates, civil.Date.Compare)
	dates = slices.Compact(dates)
	return StatedDate{Raw: oneLine(raw), Candidates: dates, Ambiguous: len(dates) != 1}
}

// String is the date for a message.
func (s StatedDate) String() string {
	if !s.Ambiguous {
		return s.Candidates[0].String()
	}
	return fmt.Sprintf("%q", s.Raw)
}

// sentencesOf parts a paragraph at the ends of sentences.
func sentencesOf(paragraph string) []string {
	return strings.Split(sentenceEnd.ReplaceAllString(paragraph, "$1\n"), "\n")
}

var sentenceEnd = regexp.MustCompile(`([.!?。！？])\s+`)
