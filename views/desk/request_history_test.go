package desk

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"privacydesk/models/request"
	"privacydesk/models/store/storetest"
)

func TestHistoryPutsEveryEventIntoWords(t *testing.T) {
	file, task := uuid.New(), uuid.New()
	v := Case{Case: request.Case{
		Request: request.Request{Regimes: []string{"eu-gdpr"}, LeadRegime: "eu-gdpr"},
		People:  map[int64]string{1: "Enid Falk", 2: "Arno Beck"},
		Files:   []request.Handed{{File: request.File{ID: file}, Name: "orders.csv"}},
		Tasks:   []request.Planned{{Task: request.Task{ID: task}, Words: "Export the orders"}},
	}}
	for detail, want := range map[string]string{
		`{}`:                                         " · Enid Falk",
		`{"channel": "post", "files": 2}`:            " · Enid Falk · by post, 2 files",
		`{"rights": ["access", "erasure"]}`:          " · Enid Falk · Access, Erasure",
		`{"from": 0, "to": 2}`:                       " · Enid Falk · from Nobody to Arno Beck",
		`{"from": 1, "to": 0}`:                       " · Enid Falk · from Enid Falk to Nobody",
		`{"about": "fee", "paused": true}`:           " · Enid Falk · A fee, the clock stopped",
		`{"method": "questions"}`:                    " · Enid Falk · They knew the answers",
		`{"kind": "no_reply"}`:                       " · Enid Falk · the person never replied",
		`{"direction": "out", "files": 1}`:           " · Enid Falk · for the person, 1 file",
		`{"due_on": null}`:                           " · Enid Falk",
		`{"four_eyes_off": true}`:                    " · Enid Falk · without a second person",
		`{"file": "` + file.String() + `"}`:          " · Enid Falk · orders.csv",
		`{"task": "` + task.String() + `"}`:          " · Enid Falk · Export the orders",
		`{"decision": "` + task.String() + `"}`:      " · Enid Falk",
		`{"from": "2026-12-21", "to": "2027-02-22"}`: " · Enid Falk · from 21 December 2026 to 22 February 2027",
		`{"right": "access", "outcome": "refused", "ground": "excessive"}`:                         " · Enid Falk · Access, Refused, The request is excessive or repetitive",
		`{"event": "clarification_received", "received_on": "2026-11-20", "due_on": "2026-12-21"}`: " · Enid Falk · what is meant, reply of 20 November 2026, answer by 21 December 2026",
	} {
		storetest.Equal(t, historyWords(context.Background(), v, request.Happened{ActorKind: "person", ActorID: 1, Detail: detail}), want)
	}
	storetest.Equal(t, historyWords(context.Background(), v, request.Happened{ActorKind: "requester", Detail: `{}`}), " · the person")
	storetest.Equal(t, historyWords(context.Background(), v, request.Happened{ActorKind: "system", Detail: `{}`}), " · the portal")
}
