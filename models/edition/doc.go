// Package edition is the one mechanism by which anything reaches the public: what
// somebody prepared is proposed with its content frozen, reviewed and approved by a
// second person, and published as a numbered, hashed, immutable edition. Policies,
// cookie declarations, processor lists and site facts all go this way; what stands in
// the content is their own business.
package edition
