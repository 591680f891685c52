package people

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestSEC_B2_APasswordIsLongAndNotGuessed(t *testing.T) {
	for _, c := range []struct{ why, password, want string }{
		{"fourteen characters are too few", "fourteen chars", "password.short"},
		{"characters are counted, not bytes", strings.Repeat("é", 14), "password.short"},
		{"128 characters are allowed", strings.Repeat("correct horse 8 ", 8), ""},
		{"129 are not", strings.Repeat("x", 129), "password.long"},
		{"no digit or sign is asked for", "a lighthouse keeps its own hours", ""},
		{"any character will do", "Ein Leuchtturm 灯台 منارة", ""},
		{"common ones are refused", "password12345678", "password.common"},
		{"and rows of the keyboard", "qwertyuiopasdfgh", "password.common"},
		{"and our own name", "Privacy Desk 26", "password.common"},
		{"and the person's", "Zuzanna Kowal 1", "password.common"},
		{"white space around does not count", "   fourteen chars   ", "password.short"},
	} {
		t.Run(c.why, func(t *testing.T) {
			if got := checkPassword(c.password, "Zuzanna Kowal", "zuzanna@example.org"); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestSEC_B2_HashesAreCostlyAndFewAtOnce(t *testing.T) {
	hash, err := hashPassword(t.Context(), "a lighthouse keeps its own hours")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%s, %v", hash, err)
	}
	for password, want := range map[string]bool{"a lighthouse keeps its own hours": true, "another lighthouse": false} {
		if same, err := samePassword(t.Context(), password, &hash); err != nil || same != want {
			t.Errorf("%q: %v, %v", password, same, err)
		}
	}

	// The same 128 letters, as a keyboard writes them that puts accents behind letters.
	accents, err := hashPassword(t.Context(), strings.Repeat("é", 128))
	if err != nil {
		t.Fatal(err)
	}
	if same, err := samePassword(t.Context(), strings.Repeat("e\u0301", 128), &accents); err != nil || !same {
		t.Errorf("%v, %v", same, err)
	}

	for range cap(hashing) {
		hashing <- struct{}{}
	}
	defer func() {
		for range cap(hashing) {
			<-hashing
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := hashPassword(ctx, "a lighthouse keeps its own hours"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a fifth was hashed: %v", err)
	}
	// Longer than any password that was set: not hashed at all, so it does not wait.
	if same, err := samePassword(t.Context(), strings.Repeat("x", 129), &hash); err != nil || same {
		t.Errorf("%v, %v", same, err)
	}
}
