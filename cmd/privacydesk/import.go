package main

// importCommand brings in what others wrote.
type importCommand struct {
	Policy     importPolicyCommand     `cmd:"" help:"Read a policy: title, date, clauses, cookies, recipients."`
	Cookies    importCookiesCommand    `cmd:"" help:"Read a list of cookies into the register: CSV, or tables in Markdown or HTML."`
	Processors importProcessorsCommand `cmd:"" help:"Read a list of companies into the register: CSV, or tables in Markdown or HTML."`
}
