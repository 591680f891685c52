package request_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"privacydesk/models/request"
	"privacydesk/models/store"
	"privacydesk/models/store/storetest"
)

func TestSEC_D4_Receive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var picture, photograph bytes.Buffer
	storetest.NoError(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 3, 3))))
	storetest.NoError(t, jpeg.Encode(&photograph, image.NewGray(image.Rect(0, 0, 3, 3)), nil))

	for name, content := range map[string]string{
		"a.pdf": "%PDF-1.7\n…", "b.png": picture.String(), "c.JPEG": photograph.String(), "d.txt": strings.Repeat("müßig ", 9000),
		"رسالة.txt": "مرحبا",
	} {
		t.Run("takes "+name, func(t *testing.T) {
			upload, err := d.Receive(t.Context(), `C:\folder\`+name, iotest.OneByteReader(strings.NewReader(content)))
			storetest.NoError(t, err)
			storetest.Equal(t, upload.Name, name)
			storetest.Equal(t, upload.Size, int64(len(content)))
			d.Discard(t.Context(), []request.Upload{upload})
		})
	}

	for _, refusal := range []struct{ why, name, content, want string }{
		{"a program named .pdf", "invoice.pdf", "MZ\x90\x00\x03", "file.type"},
		{"a program named .txt", "invoice.txt", "MZ\x90\x00\x03\x00", "file.type"},
		{"a page named .txt.html", "letter.txt.html", "hello", "file.type"},
		{"a drawing that may hold scripts", "drawing.svg", "<svg/>", "file.type"},
		{"an archive", "all.zip", "PK\x03\x04", "file.type"},
		{"a picture with another name", "picture.jpg", picture.String(), "file.type"},
		{"an empty file", "empty.txt", "", "file.empty"},
		{"broken letters far inside a text", "long.txt", strings.Repeat("a", 300_000) + "\xff", "file.type"},
		{"an image that grows when it is opened", "bomb.png", bomb(), "file.image"},
		{"an image that is none", "none.png", "\x89PNG\r\n\x1a\n…", "file.image"},
		{"a name of nothing", "..", "hello", "file.type"},
		{"a name longer than anybody reads", strings.Repeat("n", 200) + ".txt", "hello", "file.name"},
	} {
		t.Run("refuses "+refusal.why, func(t *testing.T) {
			_, err := d.Receive(t.Context(), refusal.name, strings.NewReader(refusal.content))
			storetest.Equal(t, err, error(store.Invalid{"files": refusal.want}))
			storetest.Equal(t, len(d.files.Kept), 0)
		})
	}

	t.Run("keeps nothing of a file that breaks off", func(t *testing.T) {
		broken := io.MultiReader(strings.NewReader(strings.Repeat("a", 300_000)), iotest.ErrReader(io.ErrUnexpectedEOF))
		_, err := d.Receive(t.Context(), "a.txt", broken)
		storetest.Is(t, err, io.ErrUnexpectedEOF)
		storetest.Equal(t, len(d.files.Kept), 0)
	})

	t.Run("says when the file cannot be stored", func(t *testing.T) {
		d := newDesk(t)
		d.files.Away = true
		_, err := d.Receive(t.Context(), "a.txt", strings.NewReader("hello"))
		if !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("got %v", err)
		}
	})
}

func TestSEC_D2_TenMegabytesAFile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Receive(t.Context(), "large.txt", strings.NewReader(strings.Repeat("a", 10<<20)))
	storetest.NoError(t, err)
	clear(d.files.Kept)
	content := strings.NewReader(strings.Repeat("a", 20<<20))

	_, err = d.Receive(t.Context(), "huge.txt", content)

	storetest.Equal(t, err, error(store.Invalid{"files": "file.large"}))
	storetest.Equal(t, len(d.files.Kept), 0)
	if content.Len() < 5<<20 {
		t.Errorf("only %d bytes were not read", content.Len())
	}
}

// bomb is the head of a PNG that says it has 100,000 × 100,000 pixels.
func bomb() string {
	var small bytes.Buffer
	_ = png.Encode(&small, image.NewGray(image.Rect(0, 0, 1, 1)))
	head := small.Bytes()
	copy(head[16:24], "\x00\x01\x86\xa0\x00\x01\x86\xa0")
	return string(head)
}
