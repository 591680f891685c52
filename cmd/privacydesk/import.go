package main

// importCommand brings in what others wrote.
type importCommand struct {
	Policy importPolicyCommand `cmd:"" help:"Read a policy: title, date, clauses, cookies, recipients."`
}
