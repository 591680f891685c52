package request

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"privacydesk/models/access"
	"privacydesk/models/audit"
	"privacydesk/models/regime"
	"privacydesk/models/store"
	"privacydesk/models/vault"
)

// Decision is the outcome of one right. What grants all of it stands at once; what
// refuses something waits for a second person, who confirms it or sends it back. A
// right has one decision that was not sent back, and the person is told with the
// answer.
type Decision struct {
	ID          uuid.UUID
	Seq         int64 `gorm:"->"`
	RequestID   int64
	RightID     uuid.UUID
	Outcome     Outcome
	Ground      string // code of a regime.RefusalGround; empty when granted
	Citation    string
	Explanation []byte // sealed, plain words for the person
	State       DecisionState
	DecidedBy   int64
	DecidedAt   time.Time
}

// Outcome is what was decided.
type Outcome string

// The outcomes.
const (
	Granted       Outcome = "granted"
	PartlyGranted Outcome = "partly"
	Refused       Outcome = "refused"
)

// Outcomes lists them in the order that forms show.
func Outcomes() []Outcome { return []Outcome{Granted, PartlyGranted, Refused} }

// DecisionState is where a decision stands.
type DecisionState string

// The states.
const (
	AwaitsSecond DecisionState = "waiting" // for the second person
	SentBack     DecisionState = "returned"
	Final        DecisionState = "final"
)

// DecisionInput is the outcome of one right as somebody decides it.
type DecisionInput struct {
	Right       string `form:"right"`
	Outcome     string `form:"outcome"`
	Ground      string `form:"ground"`      // of a refusal, whole or in part
	Explanation string `form:"explanation"` // plain words for the person
	Version     int64  `form:"version"`
}

// Decide settles one right of the case. Of two people who decide it at once, the
// first stands, and the second sees both decisions.
//
// Errors: store.Invalid; store.Conflict when it was decided meanwhile, with that
// decision; store.Refused when the case is over or the identity is not confirmed;
// store.ErrForbidden; store.ErrNotFound.
func (r *Register) Decide(ctx context.Context, by access.Actor, reference string, in DecisionInput) (Decision, error) {
	var decision Decision
	err := r.work(ctx, by, access.WorkRequests, reference, func(w *work) error {
		if err := w.lasting(); err != nil {
			return err
		}
		right, err := w.rightNamed(in.Right)
		if err != nil {
			return err
		}
		if err := w.decided(right); err != nil {
			return err
		}
		if decision, err = w.newDecision(right, in); err != nil {
			return err
		}
		if err := gorm.G[Decision](w.DB).Create(ctx, &decision); err != nil {
			return err
		}
		if err := w.move(w.begun()); err != nil {
			return err
		}
		return w.record(audit.RightDecided, map[string]any{"right": right.Key, "outcome": decision.Outcome, "ground": decision.Ground})
	})
	return decision, err
}

// rightNamed is the right of the case with this key.
//
// Errors: store.ErrNotFound.
func (w *work) rightNamed(key string) (Right, error) {
	right, err := gorm.G[Right](w.DB).Where("request_id = ? AND key = ?", w.ID, key).First(w.ctx)
	return right, store.Translate(err)
}

// decided is a Conflict with the decision that already stands for the right.
func (w *work) decided(right Right) error {
	found, err := gorm.G[Decision](w.DB).Where("right_id = ? AND state <> ?", right.ID, SentBack).Find(w.ctx)
	if err != nil || len(found) == 0 {
		return err
	}
	explanation, err := w.key.OpenText(explanationPlace(found[0].ID), found[0].Explanation)
	if err != nil {
		return err
	}
	return store.Conflict{Version: w.Version, Theirs: map[string]string{
		"outcome": string(found[0].Outcome), "ground": found[0].Ground, "explanation": explanation}}
}

func (w *work) newDecision(right Right, in DecisionInput) (Decision, error) {
	outcome := Outcome(in.Outcome)
	invalid := store.Invalid{}
	if !slices.Contains(Outcomes(), outcome) {
		invalid["outcome"] = "decision.outcome.missing"
	}
	ground := regime.RefusalGround{}
	if outcome == PartlyGranted || outcome == Refused {
		known := false
		if ground, known = w.ground(right.Key, in.Ground); !known {
			invalid["ground"] = "decision.ground.missing"
		}
		if in.Explanation == "" {
			invalid["explanation"] = "decision.explanation.missing"
		}
	}
	if utf8.RuneCountInString(in.Explanation) > maxText {
		invalid["explanation"] = "field.too_long"
	}
	if err := invalid.Err(); err != nil {
		return Decision{}, err
	}
	state := AwaitsSecond
	if outcome == Granted {
		state = Final
	}
	if outcome != Refused {
		if err := w.gate(right.Key); err != nil {
			return Decision{}, err
		}
	}
	id, err := newID(w.Tx)
	return Decision{
		ID: id, RequestID: w.ID, RightID: right.ID, Outcome: outcome, Ground: ground.Code, Citation: ground.Citation,
		Explanation: w.key.SealText(w.Rand, explanationPlace(id), in.Explanation), State: state, DecidedBy: w.Actor.ID, DecidedAt: w.Now,
	}, err
}

// ground is a ground on which a law of the case allows to refuse the right. The law
// whose day comes first is asked first.
func (r Request) ground(right regime.Right, code string) (regime.RefusalGround, bool) {
	for _, ground := range r.Grounds(right) {
		if ground.Code == code {
			return ground, true
		}
	}
	return regime.RefusalGround{}, false
}

// Grounds are those on which a law of the case allows to refuse the right, each once
// under the law whose day comes first.
func (r Request) Grounds(right regime.Right) []regime.RefusalGround {
	var allowed []regime.RefusalGround
	for _, law := range append([]string{r.LeadRegime}, r.Regimes...) {
		for _, ground := range regime.RefusalGrounds(law, right) {
			if !slices.ContainsFunc(allowed, func(g regime.RefusalGround) bool { return g.Code == ground.Code }) {
				allowed = append(allowed, ground)
			}
		}
	}
	return allowed
}

// Remedies are the parts that a refusal must contain under the laws of the case, as
// keys of regime, and whom the person may complain to as the law of their home says. (A
// site that names an authority in its facts is asked first: Case.Responsible.)
func (r Request) Remedies() (parts []string, authority string) {
	for _, law := range r.theLaws() {
		for _, part := range law.RefusalMustContain {
			if !slices.Contains(parts, part) {
				parts = append(parts, part)
			}
		}
	}
	return parts, r.homeLaw().Authority
}

// decisionsOf reads the decisions of a request, oldest first.
func decisionsOf(ctx context.Context, db *gorm.DB, requestID int64) ([]Decision, error) {
	decisions, err := gorm.G[Decision](db).Where("request_id = ?", requestID).Order("seq").Find(ctx)
	return decisions, store.Translate(err)
}

func notePlace(id uuid.UUID) string { return vault.Place("refusal_confirmations", "note", id.String()) }
