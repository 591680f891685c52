package cookie

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gorm.io/gorm"

	"privacydesk/models/edition/entry"
	"privacydesk/models/store"
)

// Input is what a person states about an entry.
type Input struct {
	Name        string            `form:"name"`
	Match       Match             `form:"match"`
	Kind        Kind              `form:"kind"`
	Provider    string            `form:"provider"`
	Domains     string            `form:"domains"` // parted by "; ", spaces or line breaks
	Party       Party             `form:"party"`
	Lifetime    string            `form:"lifetime"` // in words: "session", "13 months", "until you log out", "persistent"
	Category    string            `form:"category"` // key, or empty
	Purposes    map[string]string `form:"purposes"` // locale → purpose
	Basis       Basis             `form:"basis"`
	BasisReason string            `form:"basis_reason"`
	OptOut      string            `form:"opt_out"`
	Version     int64             `form:"version"` // of the entry that the form was opened with
}

// InputOf is the input that says what the entry says.
func InputOf(c Cookie) Input {
	in := Input{
		Name: c.Name, Match: c.Match, Kind: c.Kind, Provider: c.Provider, Domains: entry.Joined(c.Domains), Party: c.Party,
		Lifetime: c.Lifetime.Words(), Purposes: c.Purposes, Basis: c.Basis, BasisReason: c.BasisReason, OptOut: c.OptOut, Version: c.Version,
	}
	if c.Category != nil {
		in.Category = *c.Category
	}
	return in
}

// Typed are the names and values of the form's fields.
func (in Input) Typed() map[string]string {
	typed := map[string]string{
		"name": in.Name, "match": string(in.Match), "kind": string(in.Kind), "provider": in.Provider, "domains": in.Domains,
		"party": string(in.Party), "lifetime": in.Lifetime, "category": in.Category, "basis": string(in.Basis),
		"basis_reason": in.BasisReason, "opt_out": in.OptOut,
	}
	for locale, purpose := range in.Purposes {
		typed["purposes["+locale+"]"] = purpose
	}
	return typed
}

// differing are the fields in which what stands now is not what was typed.
func (in Input) differing(now Input) map[string]string {
	mine, theirs := in.Typed(), now.Typed()
	for field, value := range theirs {
		if mine[field] == value {
			delete(theirs, field)
		}
	}
	return theirs
}

// Longest texts, in characters.
const (
	maxName    = 200
	maxWords   = 200
	maxPurpose = 1000
	maxDomains = 50
)

// entry is the entry that the input describes.
func (in Input) entry(ctx context.Context, db *gorm.DB, categories entry.Categories) (Entry, error) {
	invalid := store.Invalid{}
	said := Entry{
		Name: line(in.Name), Match: in.Match, Kind: in.Kind, Provider: line(in.Provider), Party: in.Party, Basis: in.Basis,
		BasisReason: line(in.BasisReason), OptOut: in.OptOut, Purposes: map[string]string{},
	}
	if said.Match == "" {
		said.Match = Exact
	}
	if said.Kind == "" {
		said.Kind = KindCookie
	}
	var err error
	if said.Lifetime, err = ReadLifetime(in.Lifetime); err != nil {
		invalid["lifetime"] = err.Error()
	}
	if said.Domains, err = ReadDomains(in.Domains); err != nil {
		invalid["domains"] = err.Error()
	}
	for locale, purpose := range in.Purposes {
		if purpose = line(purpose); purpose != "" {
			said.Purposes[locale] = purpose
		}
	}
	if in.Category != "" {
		known, err := categories.Knows(ctx, db, in.Category)
		if err != nil {
			return Entry{}, err
		}
		if !known {
			invalid["category"] = "cookie.category.unknown"
		}
		said.Category = &in.Category
	}
	maps.Copy(invalid, said.problems())
	return said, invalid.Err()
}

// problems are the fields that say what cannot be said.
func (e Entry) problems() store.Invalid {
	invalid := store.Invalid{}
	if e.Name == "" {
		invalid["name"] = "cookie.name.missing"
	} else if utf8.RuneCountInString(e.Name) > maxName {
		invalid["name"] = "cookie.name.long"
	}
	if utf8.RuneCountInString(e.Provider) > maxWords {
		invalid["provider"] = "cookie.provider.long"
	}
	if utf8.RuneCountInString(e.BasisReason) > maxPurpose {
		invalid["basis_reason"] = "cookie.purpose.long"
	}
	for field, known := range map[string]bool{
		"match": slices.Contains(Matches, e.Match), "kind": slices.Contains(Kinds, e.Kind),
		"party": e.Party == "" || slices.Contains(Parties, e.Party), "basis": e.Basis == "" || slices.Contains(Bases, e.Basis),
	} {
		if !known {
			invalid[field] = "field.unreadable"
		}
	}
	for locale, purpose := range e.Purposes {
		if utf8.RuneCountInString(purpose) > maxPurpose {
			invalid["purposes["+locale+"]"] = "cookie.purpose.long"
		}
	}
	if e.OptOut != "" && !entry.SecureAddress(e.OptOut) {
		invalid["opt_out"] = "field.secure_address"
	}
	return invalid
}

// line is words on one line.
func line(words string) string { return strings.Join(strings.Fields(words), " ") }

var domainName = regexp.MustCompile(`^(?:\*\.)?(?:[\pL\d_](?:[\pL\d_-]{0,61}[\pL\d])?\.)*[\pL\d](?:[\pL\d-]{0,61}[\pL\d])?$`)

// domainError is a text that is no domain name, as a message key.
type domainError struct{}

func (domainError) Error() string { return "cookie.domains.unreadable" }

// ReadDomains reads domain names parted by semicolons, commas or white space, without
// the leading dot that browsers show.
//
// Errors: a message key for what is no domain name.
func ReadDomains(words string) ([]string, error) {
	domains := []string{}
	for _, domain := range strings.FieldsFunc(words, func(r rune) bool { return r == ';' || r == ',' || unicode.IsSpace(r) }) {
		domain = strings.ToLower(strings.Trim(domain, "."))
		if domain == "" || slices.Contains(domains, domain) {
			continue
		}
		if len(domain) > 253 || !domainName.MatchString(domain) || len(domains) == maxDomains {
			return nil, domainError{}
		}
		domains = append(domains, domain)
	}
	return domains, nil
}
