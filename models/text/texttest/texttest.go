// Package texttest finds the real inputs of tests: policies, lists and cookies that
// others published. They are read where they lie and are no part of the repository.
package texttest

import (
	"os"
	"path/filepath"
	"testing"
)

// without is the folder of who runs the tests without real inputs on purpose.
const without = "none"

// RealInputs is the folder of the real inputs: PRIVACYDESK_TEST_DATA, or shared/data
// beside the repository. Where there is none the test ends: skipped, but failed in CI,
// unless the variable says "none". The fixtures beside each test prove the same in
// small.
func RealInputs(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("PRIVACYDESK_TEST_DATA")
	if folder == "" {
		folder = filepath.Join(repository(t), "..", "shared", "data")
	}
	_, err := os.Stat(folder)
	switch {
	case folder == without:
		t.Skip("without real inputs, as PRIVACYDESK_TEST_DATA says")
	case err != nil && os.Getenv("CI") == "true":
		t.Fatalf("no real inputs (PRIVACYDESK_TEST_DATA): %v", err)
	case err != nil:
		t.Skipf("no real inputs (PRIVACYDESK_TEST_DATA): %v", err)
	}
	return folder
}

// repository is the folder above the test that holds go.mod.
func repository(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for above := ""; folder != above; above, folder = folder, filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
	}
	t.Fatal("the tests do not run in the repository")
	return ""
}
