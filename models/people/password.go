package people

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"github.com/trustelem/zxcvbn"
	"golang.org/x/text/unicode/norm"
)

const (
	shortestPassword = 15  // characters
	longestPassword  = 128 // characters
	// guessable is the number of guesses below which a password counts as common.
	// Words that lists of leaked passwords begin with stay far below it.
	guessable = 1e10
)

// ownNames are words that anybody would try first here.
var ownNames = []string{"privacy desk", "privacydesk", "privacy", "desk"}

// checkPassword is the one rule for every new password: long, not too long to hash,
// and neither common nor made of our own or the person's names. It asks for no
// digits or signs. (security B2) The answer is a message key, or empty.
func checkPassword(password string, own ...string) string {
	password = normalPassword(password)
	switch length := utf8.RuneCountInString(password); {
	case length < shortestPassword:
		return "password.short"
	case length > longestPassword:
		return "password.long"
	}
	known := append([]string{}, ownNames...)
	for _, name := range own {
		name = strings.ToLower(name)
		known = append(known, name)
		known = append(known, strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" .-_@+", r) })...)
	}
	if zxcvbn.PasswordStrength(password, known).Guesses < guessable {
		return "password.common"
	}
	return ""
}

// normalPassword is the password as it is hashed: the same whatever keyboard wrote
// it. White space around it does not count, since forms lose it.
func normalPassword(password string) string { return norm.NFC.String(strings.TrimSpace(password)) }

// hashing lets at most four passwords be hashed at once: each takes 19 MiB.
var hashing = make(chan struct{}, 4)

// costs are those of OWASP's password storage advice for argon2id.
var costs = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func hashPassword(ctx context.Context, password string) (string, error) {
	if err := enterHashing(ctx); err != nil {
		return "", err
	}
	defer func() { <-hashing }()
	hash, err := argon2id.CreateHash(normalPassword(password), costs)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// dummyHash is compared where there is no account, so that the answer takes as long.
var dummyHash = sync.OnceValues(func() (string, error) {
	return argon2id.CreateHash("nobody has this password", costs)
})

// samePassword reports whether the password is the one that was hashed. Without a
// hash it does the same work and is never right. (security B4)
func samePassword(ctx context.Context, password string, hash *string) (bool, error) {
	dummy, err := dummyHash()
	if err != nil {
		return false, fmt.Errorf("hash a password: %w", err)
	}
	password = normalPassword(password)
	if utf8.RuneCountInString(password) > longestPassword {
		return false, nil
	}
	if err := enterHashing(ctx); err != nil {
		return false, err
	}
	defer func() { <-hashing }()
	compared := dummy
	if hash != nil {
		compared = *hash
	}
	same, err := argon2id.ComparePasswordAndHash(password, compared)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return same && hash != nil, nil
}

func enterHashing(ctx context.Context) error {
	select {
	case hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
