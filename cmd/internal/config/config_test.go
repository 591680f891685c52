package config

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	goodKey  = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	otherKey = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
)

func TestLoad(t *testing.T) {
	t.Run("works with nothing set but a place for data", func(t *testing.T) {
		dir := t.TempDir()

		config, err := Load(Flags{}, variables{"PRIVACYDESK_DATA_DIR": dir}.get)

		if err != nil {
			t.Fatal(err)
		}
		if config.Listen != "127.0.0.1:8080" || config.BaseURL.String() != "http://localhost:8080" ||
			config.Database != "" || config.Blobs.Reveal() != "file://"+dir+"/files" {
			t.Errorf("defaults are %+v", config)
		}
	})

	t.Run("reaches the desk at the port listened on", func(t *testing.T) {
		config, err := Load(Flags{Listen: "127.0.0.1:9000"}, variables{"PRIVACYDESK_DATA_DIR": t.TempDir()}.get)

		if err != nil || config.BaseURL.String() != "http://localhost:9000" {
			t.Errorf("%v, %v", config, err)
		}
	})

	t.Run("takes a flag before the environment before the file before the default", func(t *testing.T) {
		file := written(t, `PRIVACYDESK_LISTEN = "127.0.0.1:3"
PRIVACYDESK_BASE_URL = "http://localhost:3"
PRIVACYDESK_DATA_DIR = "/three"`)
		env := variables{
			"PRIVACYDESK_CONFIG": file, "PRIVACYDESK_SECRET_KEY": goodKey,
			"PRIVACYDESK_LISTEN": "127.0.0.1:2", "PRIVACYDESK_BASE_URL": "http://localhost:2",
		}

		config, err := Load(Flags{Listen: "127.0.0.1:1"}, env.get)

		if err != nil {
			t.Fatal(err)
		}
		if config.Listen != "127.0.0.1:1" || config.BaseURL.Host != "localhost:2" || config.DataDir != "/three" {
			t.Errorf("got %s, %s, %s", config.Listen, config.BaseURL, config.DataDir)
		}
	})

	t.Run("reads a secret from the file that …_FILE names", func(t *testing.T) {
		env := variables{"PRIVACYDESK_DATA_DIR": t.TempDir(), "PRIVACYDESK_SECRET_KEY_FILE": written(t, goodKey+"\n"+otherKey+"\n")}

		config, err := Load(Flags{}, env.get)

		if err != nil {
			t.Fatal(err)
		}
		if len(config.RootKeys) != 2 || config.RootKeys[0][31] != 31 || config.RootKeys[1][0] != 32 {
			t.Errorf("%d keys, in another order or with other bytes", len(config.RootKeys))
		}
	})

	t.Run("tells every mistake at once and no secret", func(t *testing.T) {
		env := variables{
			"PRIVACYDESK_CONFIG": written(t, `PRIVACYDESK_PORT = "1"`), "PRIVACYDESK_DATA_DIR": t.TempDir(),
			"DATABASE_URL": "postgres://u:hunter2@host:notaport/db", "PRIVACYDESK_LISTEN": "8080",
			"PRIVACYDESK_SECRET_KEY": "hunter2", "PRIVACYDESK_SMTP_URL": "smtp://u:hunter2@host", "PRIVACYDESK_BLOB_URL": "ftp://hunter2",
			"PRIVACYDESK_TRUSTED_PROXIES": "10.0.0.0/8, everybody", "PRIVACYDESK_BASE_URL": "http://privacy.example.com",
			"PRIVACYDESK_PG_BIN": "/nowhere", "PRIVACYDESK_SCANNER_URL": "tcp://scanner",
		}

		_, err := Load(Flags{}, env.get)

		var mistakes Mistakes
		if !errors.As(err, &mistakes) || len(mistakes) != 10 {
			t.Fatalf("told %d mistakes: %v", len(mistakes), err)
		}
		for _, name := range []string{"DATABASE_URL", "PRIVACYDESK_LISTEN", "PRIVACYDESK_SECRET_KEY", "PRIVACYDESK_SMTP_URL", "PRIVACYDESK_BLOB_URL",
			"PRIVACYDESK_TRUSTED_PROXIES", "PRIVACYDESK_BASE_URL", "PRIVACYDESK_PG_BIN", "PRIVACYDESK_PORT", "PRIVACYDESK_SCANNER_URL"} {
			if !strings.Contains(err.Error(), "\n  "+name+": ") {
				t.Errorf("%s is not named in %s", name, err)
			}
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("a secret stands in %s", err)
		}
	})

	t.Run("refuses a password on the command line", func(t *testing.T) {
		for _, flags := range []Flags{
			{DatabaseURL: "postgres://u:hunter2@host/db"},
			{DatabaseURL: "host=h password=hunter2"},
			{DatabaseURL: "host=h password = hunter2"},
			{SMTPURL: "smtp://u:hunter2@host?from=a@example.com"},
		} {
			_, err := Load(flags, variables{"PRIVACYDESK_DATA_DIR": t.TempDir()}.get)

			if err == nil || !strings.Contains(err.Error(), "command line") || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("said %v", err)
			}
		}
	})

	t.Run("keeps the words of a broken file to itself", func(t *testing.T) {
		_, err := Load(Flags{Config: written(t, "PRIVACYDESK_SECRET_KEY = hunter2")}, variables{"PRIVACYDESK_DATA_DIR": t.TempDir()}.get)

		if err == nil || !strings.Contains(err.Error(), "line 1") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("said %v", err)
		}
	})
}

func TestSEC_B7_PlainHTTPIsForThisMachineOnly(t *testing.T) {
	for address, allowed := range map[string]bool{
		"http://localhost:8080": true, "http://harbour.localhost": true, "http://127.0.0.1:9": true, "http://[::1]:8080": true,
		"https://privacy.example.com": true, "https://privacy.example.com/": true,
		"http://privacy.example.com": false, "http://10.0.0.1": false, "http://0.0.0.0:8080": false,
		"http://localhost.example.com": false, "https://user@privacy.example.com": false, "https://privacy.example.com/desk": false,
		"privacy.example.com": false, "": true,
	} {
		_, err := Load(Flags{}, variables{"PRIVACYDESK_DATA_DIR": t.TempDir(), "PRIVACYDESK_BASE_URL": address}.get)

		if allowed != (err == nil) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestSEC_B1_WeakKeysStopTheStart(t *testing.T) {
	encode := func(key string) string { return base64.StdEncoding.EncodeToString([]byte(key)) }
	for name, key := range map[string]string{
		"short":                 encode("sixteen bytes, ok"),
		"long":                  encode(strings.Repeat("0123456789abcdefghij", 2)),
		"repeated":              encode(strings.Repeat("changeme", 4)),
		"not Base64":            "correct horse battery staple",
		"a weak one behind one": goodKey + "," + encode(strings.Repeat("x", 32)),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(Flags{}, variables{"PRIVACYDESK_DATA_DIR": t.TempDir(), "PRIVACYDESK_SECRET_KEY": key}.get)

			if err == nil || !strings.Contains(err.Error(), "PRIVACYDESK_SECRET_KEY: ") {
				t.Errorf("said %v", err)
			}
		})
	}
}

func TestSEC_G3_TheRootKeyOfTheDataDirectory(t *testing.T) {
	load := func(dir string) (Keys, error) {
		config, err := Load(Flags{}, variables{"PRIVACYDESK_DATA_DIR": dir}.get)
		if err != nil {
			return nil, err
		}
		return config.RootKeys, nil
	}

	t.Run("is made once, for its owner's eyes", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "data")
		first, err := load(dir)
		if err != nil {
			t.Fatal(err)
		}

		second, err := load(dir)

		if err != nil || string(first[0]) != string(second[0]) {
			t.Errorf("the second start has another key, or none: %v", err)
		}
		info, err := os.Stat(filepath.Join(dir, "keys", "root"))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
		if left, _ := os.ReadDir(filepath.Join(dir, "keys")); len(left) != 1 {
			t.Errorf("left behind: %v", left)
		}
	})

	t.Run("is one, however many processes start together", func(t *testing.T) {
		dir := t.TempDir()
		var keys [8]string
		var group sync.WaitGroup
		for i := range keys {
			group.Go(func() {
				if key, err := load(dir); err == nil {
					keys[i] = string(key[0])
				}
			})
		}
		group.Wait()

		for _, key := range keys {
			if key != keys[0] || key == "" {
				t.Fatal("two processes have different keys, or one has none")
			}
		}
	})

	t.Run("is refused when others can read it", func(t *testing.T) {
		dir := t.TempDir()
		if _, err := load(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(dir, "keys", "root"), 0o644); err != nil {
			t.Fatal(err)
		}

		if _, err := load(dir); err == nil || !strings.Contains(err.Error(), "read by others") {
			t.Errorf("said %v", err)
		}
	})
}

func TestSEC_G3_SecretsPrintAsStars(t *testing.T) {
	config := &Config{Database: "hunter2", Migrate: "hunter2", SMTP: "hunter2", Blobs: "hunter2", RootKeys: Keys{[]byte("hunter2")}}
	encoded, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("config", "config", config, "secret", config.SMTP, "keys", config.RootKeys)

	for _, shown := range []string{
		string(encoded), log.String(), fmt.Sprint(config.SMTP), fmt.Errorf("no: %w", errors.New(config.SMTP.String())).Error(),
		fmt.Sprintf("%v %+v %#v %s %q %x %d", config, config, config, config.SMTP, config.SMTP, config.SMTP, config.SMTP),
		fmt.Sprintf("%v %x %d %s", config.RootKeys, config.RootKeys, config.RootKeys, config.RootKeys),
	} {
		if strings.Contains(shown, "hunter2") || strings.Contains(shown, "68756e74657232") || strings.Contains(shown, "104 117 110") ||
			strings.Contains(shown, "0x68, 0x75") || strings.Contains(shown, "aHVudGVyMg") {
			t.Errorf("a secret shows in %s", shown)
		}
	}
	if config.SMTP.Reveal() != "hunter2" {
		t.Error("the secret is lost")
	}
}

type variables map[string]string

func (v variables) get(name string) string { return v[name] }

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
