package request

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"

	"github.com/google/uuid"

	"privacydesk/models/store"
)

// alphabet of references: digits and capitals that nobody takes for one another.
// 32 signs, so that twelve of them hold 60 random bits (security E3).
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// newReference makes what a request is called: "PD-7K2M-93TX-QH4N".
func newReference(tx *store.Tx) (string, error) {
	random := make([]byte, 12)
	if _, err := io.ReadFull(tx.Rand, random); err != nil {
		return "", fmt.Errorf("make a reference: %w", err)
	}
	for i, b := range random {
		random[i] = alphabet[b%32]
	}
	return fmt.Sprintf("PD-%s-%s-%s", random[:4], random[4:8], random[8:]), nil
}

// newToken makes an opaque token of 256 bits and the hash that is stored of it.
func newToken(tx *store.Tx) (token string, hash []byte, err error) {
	random := make([]byte, 32)
	if _, err := io.ReadFull(tx.Rand, random); err != nil {
		return "", nil, fmt.Errorf("make a token: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(random)
	return token, hashToken(token), nil
}

func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// newCode makes a code of eight digits.
func newCode(tx *store.Tx) (string, error) {
	number, err := rand.Int(tx.Rand, big.NewInt(100_000_000))
	if err != nil {
		return "", fmt.Errorf("make a code: %w", err)
	}
	return fmt.Sprintf("%08d", number), nil
}

// newID names a row with sealed values before it is written.
func newID(tx *store.Tx) (uuid.UUID, error) {
	id, err := uuid.NewRandomFromReader(tx.Rand)
	if err != nil {
		return uuid.Nil, fmt.Errorf("name a row: %w", err)
	}
	return id, nil
}
