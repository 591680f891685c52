// Package config reads the portal's settings from flags, environment variables and
// a file, in that order, and reports everything that is wrong with them at once. It
// keeps the root keys. It opens nothing else.
package config
