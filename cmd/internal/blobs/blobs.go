// Package blobs keeps files: sealed before they leave the process, in a folder or
// in an S3 bucket. It knows neither what they hold nor whose they are.
package blobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"time"

	"github.com/tink-crypto/tink-go/v2/streamingaead/subtle"
	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // s3://
	"gocloud.dev/gcerrors"
)

// ErrNotFound is for a file that is not there.
var ErrNotFound = errors.New("no such file")

// Store is a folder or a bucket.
type Store struct {
	bucket *blob.Bucket
	folder string // empty for a bucket elsewhere

	asked struct { // when a bucket elsewhere was last asked whether it is there
		sync.Mutex
		at  time.Time
		err error
	}
}

// Open opens file:///an/absolute/folder, which it makes, or
// s3://bucket?region=…&endpoint=…
func Open(ctx context.Context, address string) (*Store, error) {
	read, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the blob address is no address") // it may hold a secret
	}
	if read.Scheme != "file" {
		bucket, err := blob.OpenBucket(ctx, address)
		if err != nil {
			return nil, fmt.Errorf("open the bucket %s: %w", read.Host, err)
		}
		return &Store{bucket: bucket}, nil
	}
	if err := os.MkdirAll(read.Path, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for files: %w", err)
	}
	bucket, err := fileblob.OpenBucket(read.Path, &fileblob.Options{
		DirFileMode: 0o700, NoTempDir: true, Metadata: fileblob.MetadataDontWrite,
	})
	if err != nil {
		return nil, fmt.Errorf("open the folder for files: %w", err)
	}
	return &Store{bucket: bucket, folder: read.Path}, nil
}

// Close gives the connections back.
func (s *Store) Close() error { return s.bucket.Close() }

// Put seals what r holds under a key of the file's own (32 bytes) and stores it.
// The name is random and at least sixteen of [0-9a-f/-] long; sealed with it, a file
// that was moved to another name does not open. When Put returns nil the file has reached
// the disk.
//
// Errors: whatever reading r says, and those of the store; then nothing is stored.
func (s *Store) Put(ctx context.Context, name string, key []byte, r io.Reader) error {
	cipher, err := cipherFor(name, key)
	if err != nil {
		return err
	}
	ctx, abandon := context.WithCancel(ctx) // a writer whose context ended stores nothing
	defer abandon()
	stored, err := s.bucket.NewWriter(ctx, name, &blob.WriterOptions{ContentType: "application/octet-stream", DisableContentTypeDetection: true})
	if err != nil {
		return fmt.Errorf("store a file: %w", err)
	}
	if err := seal(cipher, stored, name, r); err != nil {
		abandon()
		_ = stored.Close()
		return fmt.Errorf("store a file: %w", err)
	}
	if err := stored.Close(); err != nil {
		return fmt.Errorf("store a file: %w", err)
	}
	if s.folder == "" {
		return nil
	}
	if err := s.flush(name); err != nil {
		return fmt.Errorf("flush a file: %w", err)
	}
	return nil
}

// Get opens a file with the key that sealed it. Reading fails when a byte of it was
// changed.
//
// Errors: ErrNotFound.
func (s *Store) Get(ctx context.Context, name string, key []byte) (io.ReadCloser, error) {
	cipher, err := cipherFor(name, key)
	if err != nil {
		return nil, err
	}
	stored, err := s.bucket.NewReader(ctx, name, nil)
	if err != nil {
		return nil, fmt.Errorf("open a file: %w", known(err))
	}
	clear, err := cipher.NewDecryptingReader(stored, []byte(name))
	if err != nil {
		_ = stored.Close()
		return nil, fmt.Errorf("open a file: %w", err)
	}
	return opened{clear, stored}, nil
}

// Delete removes a file. That it was not there is no error, so that it can be tried
// again.
func (s *Store) Delete(ctx context.Context, name string) error {
	if err := s.bucket.Delete(ctx, name); err != nil && !errors.Is(known(err), ErrNotFound) {
		return fmt.Errorf("delete a file: %w", err)
	}
	return nil
}

// unfinished is what a file is called in the folder while it is being written.
var unfinished = regexp.MustCompile(`^[0-9a-f-]+\.[0-9a-f]+\.tmp$`)

// Sweep removes from the folder what was being written when the process was killed,
// if nothing was added to it since before. A bucket keeps no half files that can be
// read; a lifecycle rule of its own removes begun ones.
func (s *Store) Sweep(before time.Time) error {
	if s.folder == "" {
		return nil
	}
	folder, err := os.OpenRoot(s.folder)
	if err != nil {
		return fmt.Errorf("open the folder for files: %w", err)
	}
	defer folder.Close()
	err = fs.WalkDir(folder.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || !unfinished.MatchString(entry.Name()) {
			return err
		}
		if info, err := entry.Info(); err != nil || !info.ModTime().Before(before) {
			return ignoreMissing(err)
		}
		return ignoreMissing(folder.Remove(path))
	})
	if err != nil {
		return fmt.Errorf("sweep the folder for files: %w", err)
	}
	return nil
}

// ignoreMissing lets another process have been faster.
func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// A bucket elsewhere is asked this often at most: anybody may ask us.
const (
	askEvery = 10 * time.Second
	askTime  = 3 * time.Second
)

// Check reports whether files can be stored: whether the folder can be written to, or
// the bucket answers.
func (s *Store) Check(ctx context.Context) error {
	if s.folder != "" {
		const readWriteEnter = 7
		if err := syscall.Access(s.folder, readWriteEnter); err != nil {
			return fmt.Errorf("the folder for files cannot be written to: %w", err)
		}
		return nil
	}
	s.asked.Lock()
	defer s.asked.Unlock()
	if now := time.Now(); now.Sub(s.asked.at) >= askEvery {
		// The answer is for others too, whoever goes away in the meantime.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askTime)
		defer cancel()
		ok, err := s.bucket.IsAccessible(ctx)
		if s.asked.at, s.asked.err = now, err; err != nil || !ok {
			s.asked.err = errors.Join(errors.New("the store for files cannot be reached"), err)
		}
	}
	return s.asked.err
}

var validName = regexp.MustCompile(`^[0-9a-f][0-9a-f/-]{14,}[0-9a-f]$`)

// cipherFor is AES-256-GCM in segments of a megabyte, each under a key derived from
// the file's own.
func cipherFor(name string, key []byte) (*subtle.AESGCMHKDF, error) {
	const keySize, segment = 32, 1 << 20 // bytes
	if !validName.MatchString(name) {
		return nil, errors.New("a file's name must be random")
	}
	if len(key) != keySize {
		return nil, fmt.Errorf("a file's key has %d bytes, not %d", len(key), keySize)
	}
	return subtle.NewAESGCMHKDF(key, "SHA256", keySize, segment, 0)
}

func seal(cipher *subtle.AESGCMHKDF, stored io.Writer, name string, r io.Reader) error {
	sealed, err := cipher.NewEncryptingWriter(stored, []byte(name))
	if err != nil {
		return err
	}
	if _, err := io.Copy(sealed, r); err != nil {
		return err
	}
	return sealed.Close()
}

// flush closes the file to others and brings it and its name to the disk: the
// library only renames.
func (s *Store) flush(name string) error {
	path := filepath.Join(s.folder, filepath.FromSlash(name))
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	for ; len(path) >= len(s.folder); path = filepath.Dir(path) {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		if err := errors.Join(file.Sync(), file.Close()); err != nil {
			return err
		}
	}
	return nil
}

func known(err error) error {
	if gcerrors.Code(err) == gcerrors.NotFound {
		return ErrNotFound
	}
	return err
}

// opened reads in clear and closes what it reads from.
type opened struct {
	io.Reader
	io.Closer
}
