// Package regime knows the law's clocks: legal rules as dated data, holiday
// calendars, and the time line that follows from them for one right of a request.
//
// Everything here is a pure function of its input: no database, no present time,
// no network. The rules stand in data/, one file a law, each with its citation;
// the sentences that explain a time line stand in data/lines.toml. What a request
// is, who works it and what was decided lives in models/request.
package regime
