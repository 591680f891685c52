// Package vault seals personal data: a key for each owner of the data (a case, a
// person's mail), itself sealed under a master key that is not in the database.
// Destroying the owner's key erases every value under it. Look-up and word search
// over sealed values work by keyed hashes, whose key is common to all and whose rows
// are deleted with what they find (security G1).
package vault
