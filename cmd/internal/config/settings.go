package config

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"privacydesk/cmd/internal/clamd"
	"privacydesk/cmd/internal/mailer"
)

// settings is every variable there is.
var settings = []setting{
	{
		name: "DATABASE_URL", read: readDatabase,
		flag: func(f *Flags) string { return f.DatabaseURL }, file: func(f *Flags) string { return f.DatabaseURLFile },
	},
	{
		name: "PRIVACYDESK_MIGRATE_URL", read: readMigrate,
		flag: func(f *Flags) string { return f.MigrateURL }, file: func(f *Flags) string { return f.MigrateURLFile },
	},
	{
		name: "PRIVACYDESK_LISTEN", fallback: "127.0.0.1:8080", read: readListen,
		flag: func(f *Flags) string { return f.Listen },
	},
	{
		name: "PRIVACYDESK_DATA_DIR", fallback: usualDataDir(), read: readDataDir,
		flag: func(f *Flags) string { return f.DataDir },
	},
	{
		name: "PRIVACYDESK_BASE_URL", read: readBaseURL,
		flag: func(f *Flags) string { return f.BaseURL },
	},
	{
		name: "PRIVACYDESK_SECRET_KEY", read: readSecretKey,
		file: func(f *Flags) string { return f.SecretKeyFile },
	},
	{
		name: "PRIVACYDESK_SMTP_URL", read: readSMTP,
		flag: func(f *Flags) string { return f.SMTPURL }, file: func(f *Flags) string { return f.SMTPURLFile },
	},
	{
		name: "PRIVACYDESK_BLOB_URL", read: readBlobs,
		flag: func(f *Flags) string { return f.BlobURL }, file: func(f *Flags) string { return f.BlobURLFile },
	},
	{
		name: "PRIVACYDESK_SCANNER_URL", read: readScanner,
		flag: func(f *Flags) string { return f.ScannerURL },
	},
	{
		name: "PRIVACYDESK_TRUSTED_PROXIES", read: readProxies,
		flag: func(f *Flags) string { return f.TrustedProxies },
	},
	{
		name: "PRIVACYDESK_PG_BIN", read: readPGBin,
		flag: func(f *Flags) string { return f.PGBin },
	},
}

func readDatabase(c *Config, value string) (err error) {
	c.Database, err = databaseAddress(value)
	return err
}

func readMigrate(c *Config, value string) (err error) {
	c.Migrate, err = databaseAddress(value)
	return err
}

func databaseAddress(value string) (Secret, error) {
	if value == "" {
		return "", nil
	}
	if _, err := pgx.ParseConfig(value); err != nil { // its words repeat the address
		return "", errors.New("is not the address of a PostgreSQL, such as postgres://user:password@host:5432/name")
	}
	return Secret(value), nil
}

func readListen(c *Config, value string) error {
	_, port, err := net.SplitHostPort(value)
	if err != nil {
		return errors.New("is not a host and a port, such as 127.0.0.1:8080")
	}
	if number, err := strconv.Atoi(port); err != nil || number < 0 || number > 65535 {
		return errors.New("its port is not a number from 0 to 65535")
	}
	c.Listen = value
	return nil
}

func readDataDir(c *Config, value string) error {
	if value == "" {
		return errors.New("is needed, for this user has no home directory")
	}
	absolute, err := filepath.Abs(value)
	c.DataDir = absolute
	return err
}

// readBaseURL reads the desk's address: on this machine, at the port listened on,
// when none is given.
func readBaseURL(c *Config, value string) error {
	if value == "" {
		_, port, _ := net.SplitHostPort(c.Listen)
		value = "http://" + net.JoinHostPort("localhost", port)
	}
	address, err := url.Parse(value)
	switch {
	case err != nil, address.Scheme != "http" && address.Scheme != "https", address.Hostname() == "":
		return errors.New("is not an address such as https://privacy.example.com")
	case address.User != nil, address.RawQuery != "", address.Fragment != "", strings.Trim(address.Path, "/") != "":
		return errors.New("holds more than scheme, host and port")
	case address.Scheme == "http" && !isLoopback(address.Hostname()):
		return errors.New("is plain http, which is allowed on this machine only: use https")
	}
	address.Path = ""
	c.BaseURL = address
	return nil
}

// isLoopback reports whether a host name means this machine for every browser.
func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

func readSecretKey(c *Config, value string) (err error) {
	if value == "" {
		return nil // Load finds or makes the one in the data directory
	}
	c.RootKeys, err = readKeys(value)
	return err
}

func readSMTP(c *Config, value string) error {
	if value == "" {
		return nil
	}
	c.SMTP = Secret(value)
	_, err := mailer.Parse(value)
	return err
}

func readBlobs(c *Config, value string) error {
	if value == "" {
		return nil
	}
	address, err := url.Parse(value)
	switch {
	case err != nil:
		return errors.New("is not an address such as s3://bucket?region=eu-central-1")
	case address.Scheme == "file" && filepath.IsAbs(address.Path), address.Scheme == "s3" && address.Host != "":
		c.Blobs = Secret(value)
		return nil
	}
	return errors.New("is neither file:///an/absolute/folder nor s3://bucket?region=…")
}

func readScanner(c *Config, value string) (err error) {
	if value == "" {
		return nil
	}
	c.Scanner, err = clamd.Parse(value)
	return err
}

func readProxies(c *Config, value string) error {
	for _, text := range strings.FieldsFunc(value, isSeparator) {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			address, failed := netip.ParseAddr(text)
			if failed != nil {
				return errors.New("holds " + strconv.Quote(text) + ", which is no network such as 10.0.0.0/8")
			}
			network = netip.PrefixFrom(address, address.BitLen())
		}
		c.TrustedProxies = append(c.TrustedProxies, network)
	}
	return nil
}

func readPGBin(c *Config, value string) error {
	c.PGBin = value
	if value == "" {
		return nil
	}
	if info, err := os.Stat(filepath.Join(value, "postgres")); err != nil || info.IsDir() {
		return errors.New("there is no program postgres in " + value)
	}
	return nil
}

// usualDataDir is where this user's data goes. Root's goes where another user,
// who runs PostgreSQL, can enter.
func usualDataDir() string {
	const name = "privacydesk"
	if os.Geteuid() == 0 {
		return filepath.Join("/var/lib", name)
	}
	home, err := os.UserHomeDir()
	switch chosen := os.Getenv("XDG_DATA_HOME"); {
	case filepath.IsAbs(chosen):
		return filepath.Join(chosen, name)
	case err != nil:
		return ""
	case runtime.GOOS == "darwin":
		return filepath.Join(home, "Library", "Application Support", name)
	}
	return filepath.Join(home, ".local", "share", name)
}
