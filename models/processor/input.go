package processor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"gorm.io/gorm"

	"privacydesk/models/edition/entry"
	"privacydesk/models/store"
)

// Input is what a person states about an entry.
type Input struct {
	Name           string            `form:"name"`
	LegalName      string            `form:"legal_name"`
	Address        string            `form:"address"`
	Website        string            `form:"website"`
	PrivacyPolicy  string            `form:"privacy_policy"`
	Role           Role              `form:"role"`
	USRole         USRole            `form:"us_role"`
	Categories     []string          `form:"categories"`
	Purposes       map[string]string `form:"purposes"`        // locale → one a line, or parted by "; "
	DataCategories map[string]string `form:"data_categories"` // the same
	Countries      string            `form:"countries"`       // codes or names, parted by "; " or commas
	Transfers      []TransferInput   `form:"transfers"`
	SiteIDs        []int64           `form:"site_ids"`
	Status         Status            `form:"status"`
	FirstDay       civil.Date        `form:"first_day"`
	LastDay        civil.Date        `form:"last_day"`
	Owner          string            `form:"owner"` // id of a person; empty = nobody
	ReviewOn       civil.Date        `form:"review_on"`
	Note           string            `form:"note"`
	Version        int64             `form:"version"` // of the entry that the form was opened with
}

// TransferInput is one row of the form's transfers; an empty one is left out.
type TransferInput struct {
	Country    string     `form:"country"`
	Mechanism  string     `form:"mechanism"`
	Document   string     `form:"document"`
	ValidFrom  civil.Date `form:"valid_from"`
	ValidUntil civil.Date `form:"valid_until"`
}

// InputOf is the input that says what the entry says.
func InputOf(p Processor) Input {
	in := Input{
		Name: p.Name, LegalName: p.LegalName, Address: p.Address, Website: p.Website, PrivacyPolicy: p.PrivacyPolicy, Role: p.Role, USRole: p.USRole,
		Categories: p.Categories, Purposes: lines(p.Purposes), DataCategories: lines(p.DataCategories), Countries: entry.Joined(p.Countries),
		SiteIDs: p.SiteIDs, Status: p.Status, FirstDay: day(p.FirstDay), LastDay: day(p.LastDay), ReviewOn: day(p.ReviewOn), Note: p.Note, Version: p.Version,
	}
	for _, t := range p.Transfers {
		in.Transfers = append(in.Transfers, TransferInput{t.Country, t.Mechanism, t.Document, day(t.ValidFrom), day(t.ValidUntil)})
	}
	if p.OwnerID != nil {
		in.Owner = strconv.FormatInt(*p.OwnerID, 10)
	}
	return in
}

func lines(lists map[string][]string) map[string]string {
	texts := map[string]string{}
	for locale, list := range lists {
		texts[locale] = strings.Join(list, "\n")
	}
	return texts
}

func day(of *civil.Date) civil.Date {
	if of == nil {
		return civil.Date{}
	}
	return *of
}

func dayOrNone(day civil.Date) *civil.Date {
	if !day.IsValid() {
		return nil
	}
	return &day
}

// Typed are the names and values of the form's fields.
func (in Input) Typed() map[string][]string {
	typed := map[string][]string{"categories": in.Categories}
	set := func(name, value string) {
		if value != "" {
			typed[name] = []string{value}
		}
	}
	for name, value := range map[string]string{
		"name": in.Name, "legal_name": in.LegalName, "address": in.Address, "website": in.Website, "privacy_policy": in.PrivacyPolicy,
		"role": string(in.Role), "us_role": string(in.USRole), "countries": in.Countries, "status": string(in.Status), "owner": in.Owner, "note": in.Note,
		"first_day": typedDay(in.FirstDay), "last_day": typedDay(in.LastDay), "review_on": typedDay(in.ReviewOn),
	} {
		set(name, value)
	}
	for locale, text := range in.Purposes {
		set("purposes["+locale+"]", text)
	}
	for locale, text := range in.DataCategories {
		set("data_categories["+locale+"]", text)
	}
	for _, id := range in.SiteIDs {
		typed["site_ids"] = append(typed["site_ids"], strconv.FormatInt(id, 10))
	}
	for i, t := range in.Transfers {
		row := fmt.Sprintf("transfers[%d].", i)
		set(row+"country", t.Country)
		set(row+"mechanism", t.Mechanism)
		set(row+"document", t.Document)
		set(row+"valid_from", typedDay(t.ValidFrom))
		set(row+"valid_until", typedDay(t.ValidUntil))
	}
	return typed
}

func typedDay(day civil.Date) string {
	if !day.IsValid() {
		return ""
	}
	return day.String()
}

// differing are the fields in which what stands now is not what was typed.
func (in Input) differing(now Input) map[string]string {
	mine, differing := in.Typed(), map[string]string{}
	for field, values := range now.Typed() {
		if !slices.Equal(mine[field], values) {
			differing[field] = strings.Join(values, "; ")
		}
	}
	return differing
}

// Longest texts, in characters, and most of each list.
const (
	maxWords = 300
	maxText  = 4000
	maxList  = 60
)

// entry is what the input says. An owner may be taken off or be the one who stood.
func (in Input) entry(ctx context.Context, db *gorm.DB, categories entry.Categories, before Entry) (Entry, error) {
	invalid := store.Invalid{}
	said := Entry{
		Name: line(in.Name), LegalName: line(in.LegalName), Address: strings.TrimSpace(in.Address), Website: in.Website, PrivacyPolicy: in.PrivacyPolicy,
		Role: in.Role, USRole: in.USRole, Categories: []string{}, Purposes: lists(in.Purposes), DataCategories: lists(in.DataCategories),
		Transfers: []Transfer{}, SiteIDs: distinct(in.SiteIDs), Status: in.Status, FirstDay: dayOrNone(in.FirstDay), LastDay: dayOrNone(in.LastDay),
		ReviewOn: dayOrNone(in.ReviewOn), Note: strings.TrimSpace(in.Note),
	}
	if said.Status == "" {
		said.Status = Active
	}
	if said.Status == Ended && before.Status != Ended {
		invalid["status"] = "processor.status.end"
	}
	var err error
	if said.Countries, err = ReadCountries(in.Countries); err != nil {
		invalid["countries"] = err.Error()
	}
	known, err := categories.In(ctx, db)
	if err != nil {
		return Entry{}, err
	}
	for _, category := range known { // in the order of pages
		if slices.Contains(in.Categories, category.Key) {
			said.Categories = append(said.Categories, category.Key)
		}
	}
	if len(said.Categories) < len(distinct(in.Categories)) {
		invalid["categories"] = "processor.categories.unknown"
	}
	if id, err := strconv.ParseInt(in.Owner, 10, 64); err == nil {
		said.OwnerID = &id
	} else if in.Owner != "" {
		invalid["owner"] = "field.unreadable"
	}
	in.readTransfers(&said, invalid)
	maps.Copy(invalid, said.problems())
	return said, invalid.Err()
}

func (in Input) readTransfers(said *Entry, invalid store.Invalid) {
	seen := map[string]bool{}
	for i, typed := range in.Transfers {
		row := fmt.Sprintf("transfers[%d].", i)
		if typed == (TransferInput{}) {
			continue
		}
		countries, err := ReadCountries(typed.Country)
		if err != nil || len(countries) != 1 {
			invalid[row+"country"] = "processor.transfer.country"
			continue
		}
		if _, known := MechanismOf(typed.Mechanism); !known {
			invalid[row+"mechanism"] = "processor.transfer.mechanism"
		}
		if seen[countries[0]+typed.Mechanism] {
			invalid[row+"mechanism"] = "processor.transfer.twice"
		}
		seen[countries[0]+typed.Mechanism] = true
		transfer := Transfer{Country: countries[0], Mechanism: typed.Mechanism, Document: line(typed.Document),
			ValidFrom: dayOrNone(typed.ValidFrom), ValidUntil: dayOrNone(typed.ValidUntil)}
		if transfer.ValidFrom != nil && transfer.ValidUntil != nil && transfer.ValidUntil.Before(*transfer.ValidFrom) {
			invalid[row+"valid_until"] = "processor.transfer.early"
		}
		said.Transfers = append(said.Transfers, transfer)
	}
	sortTransfers(said.Transfers)
}

func sortTransfers(transfers []Transfer) {
	slices.SortFunc(transfers, func(a, b Transfer) int { return strings.Compare(a.Country+a.Mechanism, b.Country+b.Mechanism) })
}

// problems are the fields that say what cannot be said.
func (e Entry) problems() store.Invalid {
	invalid := store.Invalid{}
	if e.Name == "" {
		invalid["name"] = "processor.name.missing"
	}
	if len(e.SiteIDs) == 0 {
		invalid["site_ids"] = "processor.sites.missing"
	}
	for field, text := range map[string]string{"name": e.Name, "legal_name": e.LegalName} {
		if utf8.RuneCountInString(text) > maxWords {
			invalid[field] = "field.too_long"
		}
	}
	for field, text := range map[string]string{"address": e.Address, "note": e.Note} {
		if utf8.RuneCountInString(text) > maxText {
			invalid[field] = "field.too_long"
		}
	}
	for field, address := range map[string]string{"website": e.Website, "privacy_policy": e.PrivacyPolicy} {
		if address != "" && !entry.SecureAddress(address) {
			invalid[field] = "field.secure_address"
		}
	}
	for field, texts := range map[string]map[string][]string{"purposes": e.Purposes, "data_categories": e.DataCategories} {
		for locale, list := range texts {
			if len(list) > maxList || slices.ContainsFunc(list, func(text string) bool { return utf8.RuneCountInString(text) > maxWords }) {
				invalid[field+"["+locale+"]"] = "field.too_long"
			}
		}
	}
	for field, known := range map[string]bool{
		"role": e.Role == "" || slices.Contains(Roles, e.Role), "us_role": e.USRole == "" || slices.Contains(USRoles, e.USRole),
		"status": slices.Contains(Statuses, e.Status),
	} {
		if !known {
			invalid[field] = "field.unreadable"
		}
	}
	e.checkDays(invalid)
	return invalid
}

func (e Entry) checkDays(invalid store.Invalid) {
	switch {
	case e.Status == Announced && e.FirstDay == nil:
		invalid["first_day"] = "processor.first_day.missing"
	case e.Status == Ending && e.LastDay == nil:
		invalid["last_day"] = "processor.last_day.missing"
	case e.FirstDay != nil && e.LastDay != nil && e.LastDay.Before(*e.FirstDay):
		invalid["last_day"] = "processor.last_day.early"
	}
}

// lists are texts with one value a line, or several parted by semicolons.
func lists(texts map[string]string) map[string][]string {
	read := map[string][]string{}
	for locale, text := range texts {
		if list := entry.Values(strings.ReplaceAll(text, "\n", ";")); len(list) > 0 {
			read[locale] = list
		}
	}
	return read
}

func line(words string) string { return strings.Join(strings.Fields(words), " ") }

func distinct[T int64 | string](values []T) []T {
	kept := []T{}
	for _, value := range values {
		if !slices.Contains(kept, value) {
			kept = append(kept, value)
		}
	}
	slices.Sort(kept)
	return kept
}
