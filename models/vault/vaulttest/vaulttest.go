// Package vaulttest gives tests a vault.
package vaulttest

import (
	"crypto/sha256"
	"testing"

	"privacydesk/models/vault"
)

// New is a vault with a root key of the tests' own.
func New(t testing.TB) *vault.Vault {
	t.Helper()
	root := sha256.Sum256([]byte("a root key for tests"))
	v, err := vault.New([][]byte{root[:]})
	if err != nil {
		t.Fatal(err)
	}
	return v
}
