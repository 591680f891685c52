package vault_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"privacydesk/models/access"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
	"privacydesk/models/vault"
	"privacydesk/models/vault/vaulttest"
)

func root(b byte) []byte { return bytes.Repeat([]byte{b}, vault.RootSize) }

func TestSEC_G1_AKeyOpensWhatItSealedInItsPlaceOnly(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	newKey := func(t *testing.T, db *store.Store, v *vault.Vault) vault.Key {
		var key vault.Key
		storetest.NoError(t, db.Write(t.Context(), access.Operator, access.Anyone, func(tx *store.Tx) (err error) {
			key, err = v.NewKey(t.Context(), tx)
			return err
		}))
		return key
	}

	t.Run("opens what it sealed, in its place only", func(t *testing.T) {
		t.Parallel()
		db, v := storetest.New(t, at), vaulttest.New(t)
		key := newKey(t, db, v)
		sealed := key.SealText(rand.Reader, vault.Place("requests", "name", "1"), "Zuzanna")

		again, err := v.Open(t.Context(), db.DB, key.ID)
		storetest.NoError(t, err)
		name, err := again.OpenText(vault.Place("requests", "name", "1"), sealed)
		storetest.NoError(t, err)
		storetest.Equal(t, name, "Zuzanna")
		if _, err := again.OpenText(vault.Place("requests", "name", "2"), sealed); err == nil {
			t.Error("opened a value that was moved to another row")
		}
		if bytes.Contains(sealed, []byte("Zuzanna")) {
			t.Error("the value can be read in what is stored")
		}
	})

	t.Run("once destroyed, opens nothing", func(t *testing.T) {
		t.Parallel()
		db, v := storetest.New(t, at), vaulttest.New(t)
		key := newKey(t, db, v)
		storetest.NoError(t, db.Write(t.Context(), access.Operator, access.Anyone, func(tx *store.Tx) error {
			return v.Destroy(t.Context(), tx, key.ID)
		}))
		_, err := v.Open(t.Context(), db.DB, key.ID)
		storetest.Is(t, err, store.ErrNotFound)
	})

	t.Run("of an older root still opens, and the newest seals", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, at)
		before, err := vault.New([][]byte{root(1)})
		storetest.NoError(t, err)
		key := newKey(t, db, before)
		after, err := vault.New([][]byte{root(2), root(1)})
		storetest.NoError(t, err)
		_, err = after.Open(t.Context(), db.DB, key.ID)
		storetest.NoError(t, err)
		_, err = before.Open(t.Context(), db.DB, newKey(t, db, after).ID)
		if err == nil {
			t.Error("the old root alone opened what the new one sealed")
		}
	})
}

func TestNewRefusesAShortRoot(t *testing.T) {
	if _, err := vault.New([][]byte{[]byte("short")}); err == nil {
		t.Error("a short root key was accepted")
	}
}

func TestWords(t *testing.T) {
	v := vaulttest.New(t)
	finds := func(text, query string) bool {
		has := map[int64]bool{}
		for _, hash := range v.Words(text) {
			has[hash] = true
		}
		for _, term := range v.Query(query) {
			found := false
			for _, hash := range term {
				found = found || has[hash]
			}
			if !found {
				return false
			}
		}
		return true
	}
	for _, c := range []struct {
		text, query string
		want        bool
	}{
		{"I ordered two jackets", "jacket", true},
		{"I ordered two jackets", "ORDER jackets", true},
		{"I ordered two jackets", "ordered trousers", false},
		{"Meine Bestellungen in Köln", "bestellung koln", true},
		{"order AB-1234/77 is missing", "AB-1234/77", true},
		{"write to zuzanna@example.org.", "zuzanna@example.org", true},
		{"رسالة عن البيانات", "البيانات", true},
		{"Straße", "strasse", true},
	} {
		t.Run(c.query, func(t *testing.T) { storetest.Equal(t, finds(c.text, c.query), c.want) })
	}
}

func TestLookupFoldsCaseButNotKinds(t *testing.T) {
	v := vaulttest.New(t)
	storetest.Equal(t, v.Lookup("email", " Zuzanna@Example.org "), v.Lookup("email", "zuzanna@example.org"))
	if bytes.Equal(v.Lookup("email", "x"), v.Lookup("phone", "x")) {
		t.Error("the same hash for two kinds")
	}
	if strings.Contains(string(v.Lookup("email", "zuzanna")), "zuzanna") {
		t.Error("the hash holds the value")
	}
}
