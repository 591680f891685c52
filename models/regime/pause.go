package regime

import "cloud.google.com/go/civil"

// hear lets the questions and replies of a request act on its clock, in order.
func (c *clock) hear() {
	if c.rule.Period.IsZero() {
		return
	}
	for _, p := range pauses(c.events) {
		effect := map[subject]Effect{identity: c.regime.OnIdentity, clarification: c.regime.OnClarification, fee: c.regime.OnFee}[p.about]
		mode := effect.On(c.in.Right)
		switch {
		case mode == NoEffect:
			c.say("runs_on."+string(p.about), &p.asked, effect.Citation, nil)
		case mode == DenyIfUnverified:
			c.say("runs_on.deny", &p.asked, effect.Citation, nil)
		case p.unasked && mode != Restart:
			c.say("unasked", &p.asked, "", map[string]any{"day": p.asked})
		case p.asked.After(c.deadline(p.asked)):
			c.say("late."+string(p.about), &p.asked, effect.Citation, map[string]any{"asked": p.asked})
		default:
			c.pause(p, mode, effect.Citation)
		}
	}
}

// deadline is the last day as it stands so far, on the day of a question: a question
// after it wakes nothing up.
func (c *clock) deadline(asked civil.Date) civil.Date {
	day, _, _ := c.end(c.rule.Period)
	day, _ = c.roll(day, false)
	if made, found := last(c.events, Extended); found && !made.On.After(asked) {
		if until := c.extended(made); until.After(day) {
			return until
		}
	}
	return day
}

// pause lets one question and its reply act on the clock.
func (c *clock) pause(p pause, mode Mode, citation string) {
	until := c.until(p)
	if mode == RestartAfterTen {
		until = p.asked.AddDays(10)
	}
	if !p.unasked {
		c.line.Pauses = append(c.line.Pauses, Pause{p.asked, until, p.answered.IsZero() && mode != RestartAfterTen})
	}
	switch mode {
	case RestartAfterTen:
		c.restart(until)
		c.say("start.fee_notice", &until, citation, map[string]any{"asked": p.asked, "day": until})
	case Restart:
		c.restart(until)
		if !c.open(p, citation) {
			c.say("start."+string(p.about), &p.answered, citation, map[string]any{"day": p.answered})
		}
	default:
		first := p.asked
		if mode == Suspend {
			first = first.AddDays(1)
		}
		before := len(c.excluded)
		for day := first; !day.After(until); day = day.AddDays(1) {
			c.excluded[day] = true
		}
		days := len(c.excluded) - before
		if !c.open(p, citation) {
			c.say("pause."+string(p.about), &p.answered, citation, map[string]any{"asked": p.asked, "answered": p.answered, "days": days})
		}
		if mode == Suspend && days > 0 {
			c.sayUnpaused(citation)
		}
	}
}

// restart lets a full period run from a later day.
func (c *clock) restart(from civil.Date) {
	c.starts = append(c.starts, from)
	if from.After(*c.line.Start) {
		c.line.Start = &from
	}
}

// until is the last day of a pause: that of the reply or, while it is open, the
// latest day that is known to belong to it.
func (c *clock) until(p pause) civil.Date {
	end := p.answered
	if !end.IsZero() {
		return end
	}
	end = p.asked
	if c.in.Today.After(end) {
		end = c.in.Today
	}
	if stop, stopped := last(c.events, Answered, Closed); stopped && stop.On.Before(end) && !stop.On.Before(p.asked) {
		end = stop.On
	}
	return end
}

// open says that a pause is open, if it is.
func (c *clock) open(p pause, citation string) bool {
	if !p.answered.IsZero() {
		return false
	}
	c.line.Paused = true
	c.say("open."+string(p.about), &p.asked, citation, map[string]any{"asked": p.asked})
	return true
}

// sayUnpaused shows the other date too, because no authority settles how such days
// are counted.
func (c *clock) sayUnpaused(citation string) {
	counted := c.excluded
	c.excluded = nil
	day, _, _ := c.end(c.rule.Period)
	day, known := c.roll(day, false)
	c.excluded = counted
	if known {
		c.say("promptly", &day, citation, map[string]any{"day": day})
	}
}
