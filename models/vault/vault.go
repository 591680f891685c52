package vault

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/store"
)

// RootSize is the length of a root key in bytes.
const RootSize = 32

// Vault holds what is derived from the root keys.
type Vault struct {
	masters map[string]cipher.AEAD // by id; all of them open
	current string                 // the newest seals
	lookups [][]byte               // newest first
	roots   [][]byte
}

// New derives the vault from the root keys, newest first. Older ones only open what
// they sealed and find what they hashed.
func New(roots [][]byte) (*Vault, error) {
	if len(roots) == 0 {
		return nil, errors.New("no root key")
	}
	v := &Vault{masters: map[string]cipher.AEAD{}, roots: roots}
	for i, root := range roots {
		if len(root) != RootSize {
			return nil, fmt.Errorf("root key %d has %d bytes, not %d", i+1, len(root), RootSize)
		}
		master := derive(root, "vault")
		sum := sha256.Sum256(master)
		id := hex.EncodeToString(sum[:6])
		v.masters[id] = newAEAD(master)
		v.lookups = append(v.lookups, derive(root, "lookup"))
		if i == 0 {
			v.current = id
		}
	}
	return v, nil
}

// Purpose is a key of its own for something outside the vault, such as session
// tokens: derived from the newest root.
func (v *Vault) Purpose(name string) []byte { return derive(v.roots[0], "purpose "+name) }

// storedKey is a row of vault_keys.
type storedKey struct {
	ID        uuid.UUID
	Wrapped   []byte
	Master    string
	CreatedAt time.Time
}

func (storedKey) TableName() string { return "vault_keys" }

// Key seals and opens the values of one owner.
type Key struct {
	ID   uuid.UUID
	data []byte
	aead cipher.AEAD
}

// NewKey makes a key for a new owner and stores it, sealed, in the transaction.
func (v *Vault) NewKey(ctx context.Context, tx *store.Tx) (Key, error) {
	data := make([]byte, 32)
	if _, err := io.ReadFull(tx.Rand, data); err != nil {
		return Key{}, fmt.Errorf("make a vault key: %w", err)
	}
	id, err := uuid.NewRandomFromReader(tx.Rand)
	if err != nil {
		return Key{}, fmt.Errorf("name a vault key: %w", err)
	}
	row := storedKey{ID: id, Wrapped: seal(v.masters[v.current], tx.Rand, []byte(id.String()), data), Master: v.current, CreatedAt: tx.Now}
	if err := gorm.G[storedKey](tx.DB).Create(ctx, &row); err != nil {
		return Key{}, fmt.Errorf("store a vault key: %w", err)
	}
	return Key{id, data, newAEAD(data)}, nil
}

// Open reads one owner's key.
//
// Errors: store.ErrNotFound when the key was destroyed.
func (v *Vault) Open(ctx context.Context, db *gorm.DB, id uuid.UUID) (Key, error) {
	row, err := gorm.G[storedKey](db).Where("id = ?", id).First(ctx)
	if err != nil {
		return Key{}, store.Translate(err)
	}
	return v.Unwrap(row.ID, row.Master, row.Wrapped)
}

// Unwrap opens a key that a list read together with its rows, so that a list needs
// no query a row: join vault_keys and select id, master, wrapped.
func (v *Vault) Unwrap(id uuid.UUID, master string, wrapped []byte) (Key, error) {
	aead, known := v.masters[master]
	if !known {
		return Key{}, fmt.Errorf("vault key %s was sealed under a root key that is not configured", id)
	}
	data, err := open(aead, []byte(id.String()), wrapped)
	if err != nil {
		return Key{}, fmt.Errorf("open vault key %s: %w", id, err)
	}
	return Key{id, data, newAEAD(data)}, nil
}

// Destroy erases the owner's data: nothing sealed under the key can be opened again.
func (v *Vault) Destroy(ctx context.Context, tx *store.Tx, id uuid.UUID) error {
	_, err := gorm.G[storedKey](tx.DB).Where("id = ?", id).Delete(ctx)
	return err
}

// Place is where a sealed value stands: table, column and row. A value that was moved
// to another place does not open.
func Place(table, column, row string) string { return table + "." + column + "." + row }

// Seal makes the value unreadable without the key. An empty value is sealed too.
func (k Key) Seal(random io.Reader, place string, value []byte) []byte {
	return seal(k.aead, random, []byte(place), value)
}

// SealText is Seal for text.
func (k Key) SealText(random io.Reader, place, value string) []byte {
	return k.Seal(random, place, []byte(value))
}

// Open reads a sealed value.
func (k Key) Open(place string, sealed []byte) ([]byte, error) {
	value, err := open(k.aead, []byte(place), sealed)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", place, err)
	}
	return value, nil
}

// OpenText is Open for text; nothing sealed is the empty text.
func (k Key) OpenText(place string, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	value, err := k.Open(place, sealed)
	return string(value), err
}

// File is a key of its own for one file of the owner, for the blob store.
func (k Key) File(name string) []byte { return derive(k.data, "file "+name) }

func derive(secret []byte, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, "privacydesk "+purpose, 32)
	if err != nil {
		panic(fmt.Sprintf("derive a key: %v", err)) // only for absurd lengths
	}
	return key
}

func newAEAD(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(fmt.Sprintf("a key of %d bytes", len(key)))
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(fmt.Sprintf("AES-GCM: %v", err))
	}
	return aead
}

func seal(aead cipher.AEAD, random io.Reader, place, value []byte) []byte {
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		panic(fmt.Sprintf("no randomness: %v", err)) // sealing without it would be unsafe
	}
	return aead.Seal(nonce, nonce, value, place)
}

func open(aead cipher.AEAD, place, sealed []byte) ([]byte, error) {
	if len(sealed) < aead.NonceSize() {
		return nil, errors.New("too short to be sealed")
	}
	return aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], place)
}
