package blobs

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

func TestStore(t *testing.T) {
	for kind, open := range map[string]func(*testing.T) *Store{"a folder": inFolder, "an S3 bucket": inBucket} {
		t.Run(kind, func(t *testing.T) {
			store := open(t)
			name, key := random(16), []byte(random(16))

			t.Run("gives back what it was given", func(t *testing.T) {
				for _, size := range []int{0, 1, 1 << 20, 3<<20 + 17} {
					name, want := random(16), make([]byte, size)
					_, _ = rand.Read(want)

					put(t, store, name, key, string(want))

					if got, err := get(t, store, name, key); err != nil || got != string(want) {
						t.Errorf("%d bytes: got %d, %v", size, len(got), err)
					}
				}
			})

			t.Run("shows nothing of it in store", func(t *testing.T) {
				put(t, store, name, key, "the passport of Canary Wharton")

				sealed, err := store.bucket.ReadAll(t.Context(), name)
				if err != nil || bytes.Contains(sealed, []byte("Canary")) {
					t.Errorf("stored %q, %v", sealed, err)
				}
			})

			t.Run("opens it with no other key", func(t *testing.T) {
				if got, err := get(t, store, name, []byte(random(16))); err == nil {
					t.Errorf("read %q", got)
				}
			})

			t.Run("opens it under no other name", func(t *testing.T) {
				moved := random(16)
				if err := store.bucket.Copy(t.Context(), moved, name, nil); err != nil {
					t.Fatal(err)
				}

				if got, err := get(t, store, moved, key); err == nil {
					t.Errorf("read %q", got)
				}
			})

			t.Run("keeps nothing of a file that broke off", func(t *testing.T) {
				name, broken := random(16), errors.New("the sender went away")
				half := io.MultiReader(strings.NewReader(strings.Repeat("x", 2<<20)), iotest.ErrReader(broken))

				if err := store.Put(t.Context(), name, key, half); !errors.Is(err, broken) {
					t.Errorf("said %v", err)
				}
				if _, err := get(t, store, name, key); !errors.Is(err, ErrNotFound) {
					t.Errorf("then said %v", err)
				}
			})

			t.Run("forgets what it is told to", func(t *testing.T) {
				if err := store.Delete(t.Context(), name); err != nil {
					t.Fatal(err)
				}

				if _, err := get(t, store, name, key); !errors.Is(err, ErrNotFound) {
					t.Errorf("said %v", err)
				}
				if err := store.Delete(t.Context(), name); err != nil {
					t.Errorf("a second time it said %v", err)
				}
			})

			t.Run("can be reached", func(t *testing.T) {
				if err := store.Check(t.Context()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestCheckKnowsAStoreThatIsGone(t *testing.T) {
	folder := inFolder(t)
	if err := os.RemoveAll(folder.folder); err != nil {
		t.Fatal(err)
	}
	if folder.Check(t.Context()) == nil {
		t.Error("the folder is there all the same")
	}

	bucket := inBucket(t)
	_ = bucket.Close()
	if bucket.Check(t.Context()) == nil {
		t.Error("the bucket is there all the same")
	}
}

func TestNamesThatAreNotRandomAreRefused(t *testing.T) {
	store := inFolder(t)
	for _, name := range []string{"", "passport.pdf", "../../../../etc/passwd", "/0123456789abcdef", "0123456789abcdef/", "0123456789abcdef/../../x"} {
		if err := store.Put(t.Context(), name, make([]byte, 32), strings.NewReader("x")); err == nil {
			t.Errorf("%q was taken", name)
		}
	}
}

func TestSEC_D5_FilesAreForTheirOwnerAlone(t *testing.T) {
	store := inFolder(t)
	put(t, store, "ab/"+random(16), []byte(random(16)), "a letter")

	err := filepath.WalkDir(store.folder, func(path string, entry fs.DirEntry, err error) error {
		info, _ := entry.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func inFolder(t *testing.T) *Store {
	t.Helper()
	return opening(t, "file://"+filepath.Join(t.TempDir(), "files"))
}

func inBucket(t *testing.T) *Store {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("files"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	for name, value := range map[string]string{"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true"} {
		t.Setenv(name, value)
	}
	return opening(t, "s3://files?region=eu-central-1&use_path_style=true&endpoint="+server.URL)
}

func opening(t *testing.T, address string) *Store {
	t.Helper()
	store, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func put(t *testing.T, store *Store, name string, key []byte, content string) {
	t.Helper()
	if err := store.Put(t.Context(), name, key, strings.NewReader(content)); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, store *Store, name string, key []byte) (string, error) {
	t.Helper()
	file, err := store.Get(t.Context(), name, key)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	return string(content), err
}

// random is n random bytes in hexadecimal: 2n characters.
func random(n int) string {
	bytes := make([]byte, n)
	_, _ = rand.Read(bytes)
	return hex.EncodeToString(bytes)
}

func TestSweepRemovesWhatAKilledProcessLeftHalfWritten(t *testing.T) {
	store := inFolder(t)
	name := "ab/" + random(16)
	put(t, store, name, []byte(random(16)), "a letter")
	begun := filepath.Join(store.folder, "ab", random(16)+".17c0ffee.tmp")
	if err := os.WriteFile(begun, []byte("half a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	there := func(path string) bool {
		_, err := os.Stat(path)
		return err == nil
	}

	if err := store.Sweep(time.Now().Add(-time.Hour)); err != nil || !there(begun) {
		t.Errorf("what is still being written went: %v", err)
	}
	if err := store.Sweep(time.Now().Add(time.Hour)); err != nil || there(begun) || !there(filepath.Join(store.folder, name)) {
		t.Errorf("left it, or took too much: %v", err)
	}
}

func TestUnfinishedFilesAreKnownByTheirName(t *testing.T) {
	store := inFolder(t)
	reading := make(chan string, 1)
	look := readerFunc(func([]byte) (int, error) {
		_ = filepath.WalkDir(store.folder, func(_ string, entry fs.DirEntry, _ error) error {
			if !entry.IsDir() {
				reading <- entry.Name()
			}
			return nil
		})
		return 0, io.EOF
	})

	if err := store.Put(t.Context(), random(16), []byte(random(16)), look); err != nil {
		t.Fatal(err)
	}

	if name := <-reading; !unfinished.MatchString(name) {
		t.Errorf("the library calls them otherwise now: %s", name)
	}
}

type readerFunc func([]byte) (int, error)

func (r readerFunc) Read(p []byte) (int, error) { return r(p) }
