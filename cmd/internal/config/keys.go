package config

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	keySize = 32 // bytes
	// variety is how many different bytes a key must have. A random one has about
	// thirty; one that was typed or repeated has few.
	variety = 16
)

// readKeys reads root keys in Base64, newest first, parted by commas or white space.
func readKeys(text string) (Keys, error) {
	var keys Keys
	for i, encoded := range strings.FieldsFunc(text, isSeparator) {
		key, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return nil, fmt.Errorf("key %d is not in Base64", i+1)
		}
		if len(key) != keySize {
			return nil, fmt.Errorf("key %d has %d bytes; it must have %d", i+1, len(key), keySize)
		}
		seen := map[byte]bool{}
		for _, b := range key {
			seen[b] = true
		}
		if len(seen) < variety {
			return nil, fmt.Errorf("key %d is weak; make one with: openssl rand -base64 32", i+1)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("holds no key")
	}
	return keys, nil
}

// keptKeys are the keys in the data directory, made once.
func keptKeys(dataDir string) (Keys, error) {
	path := filepath.Join(dataDir, "keys", "root")
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeKey(path); err == nil {
			info, err = os.Stat(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("keep a root key in %s: %w", path, err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others: chmod 600 it, and think about a new key", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the root key: %w", err)
	}
	keys, err := readKeys(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return keys, nil
}

// makeKey writes a new key under a name of its own and links it into place: of two
// processes that start together one wins and both read its key.
func makeKey(path string) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(filepath.Dir(folder), 0o711); err != nil { //nolint:gosec // PostgreSQL's user passes through it
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, "new-") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // it never fails
	_, err = file.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	opened, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(opened.Sync(), opened.Close())
}

func isSeparator(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\r' || r == '\t' }
