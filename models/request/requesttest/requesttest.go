// Package requesttest gives tests a register of requests over a database of theirs,
// with files kept sealed in memory.
package requesttest

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/google/uuid"

	"privacydesk/models/edition"
	"privacydesk/models/mail"
	"privacydesk/models/request"
	"privacydesk/models/site"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/vault/vaulttest"
)

// New is a register over the database, and where it keeps files.
func New(t testing.TB, db *store.Store) (*request.Register, *Blobs) {
	t.Helper()
	files := &Blobs{Kept: map[string][]byte{}}
	return &request.Register{Store: db, Vault: vaulttest.New(t), Sites: &site.Register{Store: db},
		Editions: &edition.Register{Store: db}, Blobs: files}, files
}

// Blobs keeps files sealed in memory. (The real store belongs to cmd, which the
// models must not know; it has tests of its own.)
type Blobs struct {
	mutex sync.Mutex
	Kept  map[string][]byte // sealed
	Away  bool              // nothing can be stored or removed
	Stuck string            // name of a file that cannot be removed
}

// Put seals what r holds and keeps it.
func (b *Blobs) Put(_ context.Context, name string, key []byte, r io.Reader) error {
	clear, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("store a file: %w", err)
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.Away {
		return errors.New("no space left")
	}
	b.Kept[name] = aead(key).Seal(nil, make([]byte, 12), clear, []byte(name)) // each key seals one file
	return nil
}

// Get opens a file with the key that sealed it.
func (b *Blobs) Get(_ context.Context, name string, key []byte) (io.ReadCloser, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	clear, err := aead(key).Open(nil, make([]byte, 12), b.Kept[name], []byte(name))
	return io.NopCloser(bytes.NewReader(clear)), err
}

// Delete removes a file.
func (b *Blobs) Delete(_ context.Context, name string) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.Away || b.Stuck != "" && b.Stuck == name {
		return errors.New("the store is away")
	}
	delete(b.Kept, name)
	return nil
}

func aead(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	sealing, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return sealing
}

// Letters are the mails that were posted, oldest first.
func Letters(t testing.TB, register *request.Register) []mail.Letter {
	t.Helper()
	outbox := mail.Outbox{Store: register.Store, Vault: register.Vault}
	var letters []mail.Letter
	for _, id := range storetest.All[uuid.UUID](t, register.Store, `SELECT (args->>'mail_id')::uuid FROM river_job WHERE kind = 'mail.send' ORDER BY id`) {
		_, letter, err := outbox.Load(t.Context(), id)
		storetest.NoError(t, err)
		letters = append(letters, letter)
	}
	return letters
}

// RunCodes does the waiting jobs that make codes, and is the code that was mailed
// last; "" when none was.
func RunCodes(t testing.TB, register *request.Register) string {
	t.Helper()
	for _, id := range storetest.All[uuid.UUID](t, register.Store, `SELECT (args->>'code_id')::uuid FROM river_job WHERE kind = 'request.code' ORDER BY id`) {
		storetest.NoError(t, register.SendCode(t.Context(), id))
	}
	code := ""
	for _, letter := range Letters(t, register) {
		if letter.Kind == "tracking_code" {
			code = letter.Params["code"]
		}
	}
	return code
}
