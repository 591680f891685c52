package request

import (
	"net/url"
	"slices"
	"strconv"

	"privacydesk/models/access"
	"privacydesk/models/regime"
)

// Filter narrows the queue. Empty fields let everything through; without a stage
// only open requests are meant. It never holds a name.
type Filter struct {
	Stage   string `form:"stage"` // a stage, or "all"; empty = open
	Right   string `form:"right"`
	Regime  string `form:"regime"`
	Channel string `form:"channel"`
	Site    int64  `form:"site"`  // id
	Owner   string `form:"owner"` // "me", "none", or the id of a person
	Due     string `form:"due"`   // one of Dues; open requests only
	Unread  bool   `form:"unread"`
}

// Dues are the ways to ask for deadlines, in the order that forms show.
func Dues() []string { return []string{"overdue", "soon", "week", "paused", "none"} }

// Stages are the stages that can be asked for, in the order that forms show.
func Stages() []string {
	return []string{"", string(Received), string(Working), string(Waiting), string(Answered), string(Closed), "all"}
}

// Sound is the filter without values that mean nothing, so that an old or mistyped
// address still shows a queue.
func (f Filter) Sound() Filter {
	if !slices.Contains(Stages(), f.Stage) {
		f.Stage = ""
	}
	if f.Right != "" && !slices.Contains(regime.Rights(), regime.Right(f.Right)) {
		f.Right = ""
	}
	if _, known := regime.Lookup(f.Regime); !known {
		f.Regime = ""
	}
	if !slices.Contains(Channels(), Channel(f.Channel)) {
		f.Channel = ""
	}
	if _, err := strconv.ParseInt(f.Owner, 10, 64); err != nil && f.Owner != "me" && f.Owner != "none" {
		f.Owner = ""
	}
	if !slices.Contains(Dues(), f.Due) || !f.open() {
		f.Due = ""
	}
	return f
}

// open reports whether only open requests are asked for: those are listed soonest
// first, others newest first.
func (f Filter) open() bool {
	return f.Stage == "" || f.Stage == string(Received) || f.Stage == string(Working) || f.Stage == string(Waiting)
}

// SoonestFirst reports in which order the queue stands: by deadline, or newest first.
func (f Filter) SoonestFirst() bool { return f.open() }

// Query is the filter as it stands in an address and in a saved view.
func (f Filter) Query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"stage": f.Stage, "right": f.Right, "regime": f.Regime, "channel": f.Channel, "owner": f.Owner, "due": f.Due} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if f.Site != 0 {
		query.Set("site", strconv.FormatInt(f.Site, 10))
	}
	if f.Unread {
		query.Set("unread", "true")
	}
	return query
}

// FilterOf reads a filter back.
func FilterOf(query url.Values) Filter {
	id, _ := strconv.ParseInt(query.Get("site"), 10, 64)
	return Filter{
		Stage: query.Get("stage"), Right: query.Get("right"), Regime: query.Get("regime"), Channel: query.Get("channel"),
		Site: id, Owner: query.Get("owner"), Due: query.Get("due"), Unread: query.Get("unread") == "true",
	}.Sound()
}

// conditions are what the filter and the actor's scope demand of a row, as constant
// text with parameters. Rights and laws are asked row by row, so that the walk along
// the deadlines stays the plan.
func (f Filter) conditions(by access.Actor) (sql string, args []any) {
	add := func(condition string, values ...any) {
		sql += " AND " + condition
		args = append(args, values...)
	}
	ids, all := by.Sites(access.ReadRequests)
	switch {
	case f.Site != 0 && (all || slices.Contains(ids, f.Site)):
		add("r.site_id = ?", f.Site)
	case f.Site != 0:
		add("false")
	case !all && len(ids) == 1:
		add("r.site_id = ?", ids[0])
	case !all:
		add("r.site_id = ANY(?::bigint[])", bigints(ids))
	}
	switch f.Owner {
	case "":
	case "me":
		add("r.owner_id = ?", by.ID)
	case "none":
		add("r.owner_id IS NULL")
	default:
		id, _ := strconv.ParseInt(f.Owner, 10, 64)
		add("r.owner_id = ?", id)
	}
	if f.Stage != "" && f.Stage != "all" && f.open() {
		add("r.stage = ?", f.Stage)
	}
	if f.Channel != "" {
		add("r.channel = ?", f.Channel)
	}
	if f.Regime != "" {
		add("? = ANY(r.regimes)", f.Regime)
	}
	if f.Right != "" {
		add("? = ANY(ARRAY(SELECT t.key FROM request_rights t WHERE t.request_id = r.id))", f.Right)
	}
	if f.Unread {
		add("r.unread > 0")
	}
	return sql, args
}
