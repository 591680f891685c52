package config

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"privacydesk/cmd/internal/clamd"
)

// Config is what the portal runs with.
type Config struct {
	Database       Secret         // the role that serves; empty: own PostgreSQL
	Migrate        Secret         // the role that owns the schema; empty with own PostgreSQL
	Listen         string         // host:port
	DataDir        string         // absolute
	BaseURL        *url.URL       // how the desk is reached from outside, without a path
	RootKeys       Keys           // newest first, 32 bytes each
	SMTP           Secret         // empty: mails are kept and shown
	Blobs          Secret         // file:// or s3://
	Scanner        *clamd.Scanner // nil: files are not scanned for viruses
	TrustedProxies []netip.Prefix // whose forwarded headers count
	PGBin          string         // folder of PostgreSQL's programs; empty: found
}

// Flags are the settings as a command's flags. What may hold a password is taken
// from a flag only when it holds none: others can read a command line.
type Flags struct {
	Config          string `help:"A TOML file with settings, named as in the environment." placeholder:"FILE" group:"Settings"`
	DatabaseURL     string `help:"PostgreSQL as the role that serves; own PostgreSQL when empty (DATABASE_URL)." placeholder:"URL" group:"Settings"`
	DatabaseURLFile string `hidden:""`
	MigrateURL      string `help:"The role that owns the schema (PRIVACYDESK_MIGRATE_URL)." placeholder:"URL" group:"Settings"`
	MigrateURLFile  string `hidden:""`
	Listen          string `help:"Where to listen, 127.0.0.1:8080 by default (PRIVACYDESK_LISTEN)." placeholder:"HOST:PORT" group:"Settings"`
	DataDir         string `help:"Own PostgreSQL, files, keys (PRIVACYDESK_DATA_DIR)." placeholder:"DIR" group:"Settings"`
	BaseURL         string `help:"How the desk is reached from outside (PRIVACYDESK_BASE_URL)." placeholder:"URL" group:"Settings"`
	SecretKeyFile   string `help:"A file with the root keys, newest first (PRIVACYDESK_SECRET_KEY_FILE)." placeholder:"FILE" group:"Settings"`
	SMTPURL         string `name:"smtp-url" help:"Mail server; mails are kept and shown when empty (PRIVACYDESK_SMTP_URL)." placeholder:"URL" group:"Settings"`
	SMTPURLFile     string `name:"smtp-url-file" hidden:""`
	BlobURL         string `help:"Where files are kept, in the data directory by default (PRIVACYDESK_BLOB_URL)." placeholder:"URL" group:"Settings"`
	BlobURLFile     string `hidden:""`
	ScannerURL      string `help:"ClamAV daemon that every file from the public passes (PRIVACYDESK_SCANNER_URL)." placeholder:"URL" group:"Settings"`
	TrustedProxies  string `help:"Networks whose forwarded headers count (PRIVACYDESK_TRUSTED_PROXIES)." placeholder:"CIDR,…" group:"Settings"`
	PGBin           string `name:"pg-bin" help:"Folder of PostgreSQL's programs (PRIVACYDESK_PG_BIN)." placeholder:"DIR" group:"Settings"`
}

// setting is one variable: how it is named, given and understood.
type setting struct {
	name     string
	flag     func(*Flags) string
	file     func(*Flags) string // of a secret only: its …_FILE flag
	fallback string
	read     func(c *Config, value string) error
}

func (s setting) secret() bool { return s.file != nil }

// Mistakes is everything that is wrong with the settings: a sentence each, which
// begins with the variable's name.
type Mistakes []string

func (m Mistakes) Error() string {
	return "the settings cannot be used:\n  " + strings.Join(m, "\n  ")
}

// Load reads the settings: a flag, else the environment, else the file, else the
// default. It makes the root key in the data directory when none is given.
//
// Errors: Mistakes, all of them at once; no secret stands in any.
func Load(flags Flags, environment func(string) string) (*Config, error) {
	file, mistakes := readFile(flags.Config, environment)
	var config Config
	for _, s := range settings {
		value, err := s.given(&flags, environment, file)
		if err == nil {
			err = s.read(&config, value)
		}
		if err != nil {
			mistakes = append(mistakes, fmt.Sprintf("%s: %s", s.name, err))
		}
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	if config.Blobs == "" {
		config.Blobs = Secret((&url.URL{Scheme: "file", Path: config.DataDir + "/files"}).String())
	}
	if len(config.RootKeys) == 0 {
		keys, err := keptKeys(config.DataDir)
		if err != nil {
			return nil, Mistakes{"PRIVACYDESK_SECRET_KEY: " + err.Error()}
		}
		config.RootKeys = keys
	}
	return &config, nil
}

// given is the setting's text from the first place that has it.
func (s setting) given(flags *Flags, environment func(string) string, file map[string]string) (string, error) {
	value, path := "", ""
	if s.flag != nil {
		value = s.flag(flags)
	}
	if s.secret() {
		path = s.file(flags)
		if hasPassword(value) {
			return "", errors.New("a password does not belong on a command line, where others can read it: use the environment or a file")
		}
	}
	for _, place := range []func(string) string{environment, func(name string) string { return file[name] }} {
		if value == "" && path == "" {
			value = place(s.name)
			if s.secret() {
				path = place(s.name + "_FILE")
			}
		}
	}
	switch {
	case value != "" && path != "":
		return "", fmt.Errorf("is given twice, also as %s_FILE", s.name)
	case path != "":
		text, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("its file cannot be read: %w", err)
		}
		value = strings.TrimSpace(string(text))
	case value == "":
		value = s.fallback
	}
	return value, nil
}

// readFile is the settings file, empty when none is named.
func readFile(path string, environment func(string) string) (map[string]string, Mistakes) {
	if path == "" {
		path = environment("PRIVACYDESK_CONFIG")
	}
	if path == "" {
		return nil, nil
	}
	var values map[string]string
	if _, err := toml.DecodeFile(path, &values); err != nil {
		var where toml.ParseError
		if errors.As(err, &where) { // its own words quote the line, which may hold a secret
			return nil, Mistakes{fmt.Sprintf("PRIVACYDESK_CONFIG: %s is not TOML with texts as values: line %d", path, where.Position.Line)}
		}
		return nil, Mistakes{fmt.Sprintf("PRIVACYDESK_CONFIG: %s cannot be used: it must be readable and hold NAME = \"text\" lines", path)}
	}
	var mistakes Mistakes
	for _, name := range slices.Sorted(maps.Keys(values)) {
		known := slices.ContainsFunc(settings, func(s setting) bool {
			return name == s.name || s.secret() && name == s.name+"_FILE"
		})
		if !known {
			mistakes = append(mistakes, fmt.Sprintf("%s: is no setting (in %s)", name, path))
		}
	}
	return values, mistakes
}

func hasPassword(value string) bool {
	address, err := url.Parse(value)
	if err != nil {
		return strings.Contains(value, "password")
	}
	_, has := address.User.Password()
	return has || strings.Contains(strings.Join(strings.Fields(value), ""), "password=")
}
