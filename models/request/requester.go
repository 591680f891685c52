package request

import (
	"encoding/json"
	"fmt"
	"strings"

	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Person is who asks, in clear. It is sealed as one value in the request's row.
type Person struct {
	Name    string `json:"name"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Postal  string `json:"postal,omitempty"`  // address on paper, several lines
	Account string `json:"account,omitempty"` // customer or order number that helps to find the data
	About   string `json:"about,omitempty"`   // whose data it is, when somebody asks for another
}

// Masked is the person as lists and pages show them until somebody reveals the
// contact details: the name stays, addresses and numbers are hinted at.
func (p Person) Masked() Person {
	return Person{Name: p.Name, Email: MaskEmail(p.Email), Phone: maskTail(p.Phone), Postal: maskAll(p.Postal), Account: maskTail(p.Account), About: p.About}
}

const bullets = "•••••"

// MaskEmail leaves the first letter and the domain: "e•••••@example.org".
func MaskEmail(address string) string {
	local, domain, found := strings.Cut(address, "@")
	if !found {
		return maskAll(address)
	}
	first := ""
	for _, r := range local {
		first = string(r)
		break
	}
	return first + bullets + "@" + domain
}

// maskTail leaves the last two characters.
func maskTail(value string) string {
	letters := []rune(value)
	if len(letters) < 5 {
		return maskAll(value)
	}
	return bullets + string(letters[len(letters)-2:])
}

func maskAll(value string) string {
	if value == "" {
		return ""
	}
	return bullets
}

// place of the sealed person: the case's key stands for the row, since the row's own
// number is not known before it is written.
func personPlace(key vault.Key) string { return vault.Place("requests", "requester", key.ID.String()) }

func sealPerson(tx *store.Tx, key vault.Key, person Person) ([]byte, error) {
	packed, err := json.Marshal(person)
	if err != nil {
		return nil, fmt.Errorf("pack the requester: %w", err)
	}
	return key.Seal(tx.Rand, personPlace(key), packed), nil
}

func openPerson(key vault.Key, sealed []byte) (Person, error) {
	var person Person
	packed, err := key.Open(personPlace(key), sealed)
	if err != nil {
		return person, err
	}
	if err := json.Unmarshal(packed, &person); err != nil {
		return person, fmt.Errorf("unpack the requester: %w", err)
	}
	return person, nil
}
