package main

import (
	"context"
	"fmt"

	"privacydesk/models/access"
	"privacydesk/models/request"
)

// asked is a request of the sample and the work that was done on it.
type asked struct {
	daysAgo int
	channel string
	name    string
	rights  []string
	message string
	work    []deed
}

// deed is one thing that the sample's staff did with a case.
type deed func(ctx context.Context, d *demo, c request.Case) error

// requests are some letters and calls of the last weeks, so that the queue has
// something overdue, something near, something paused and something new. None of them
// has an e-mail address, so that nothing is ever sent.
var requests = []asked{
	{33, "post", "Lena Brandt", []string{"access"}, "Please send me everything that you hold about me.", []deed{
		own, noted("Her account was merged in spring, so orders lie in both shops."), known("questions", "Named her last two orders and their dates."), task("Collect the orders of both accounts", 2)}},
	{28, "phone", "Tomas Reyes", []string{"rectification"}, "My old address still stands on every parcel.", []deed{
		own, known("account", "Called back on the number of the account."), replied("We have found the address in your address book and are changing it with our delivery company too.")}},
	{26, "post", "Aiko Mori", []string{"erasure", "withdraw_consent"}, "I closed my account. Delete my data and stop the newsletter.", []deed{
		own, known("account", "Wrote from the address that the account has."),
		decided("withdraw_consent", "granted", "", "You get no more newsletters. We took your address off the list on the day your letter came."),
		decided("erasure", "partly", "erasure_exception", "Tax law makes us keep the invoices of your orders for ten years. Everything else is erased.")}},
	{20, "post", "Greta Lindholm", []string{"access"}, "A copy of my data, also from the years before 2020, and of all calls.", []deed{
		own, extended("The recordings of ten years lie with two companies, and each must be searched by hand.", 30)}},
	{17, "counter", "Samuel Adeyemi", []string{"portability"}, "I would like my orders as a file.", []deed{
		own, known("seen", "Showed a passport at the counter."), decided("portability", "granted", "", "The file holds all your orders since 2019, in a form that other shops can read.")}},
	{9, "post", "Farid Nasser", []string{"access"}, "What do you know about me?", []deed{
		own, paused("clarification", "You have three accounts with us. Is your request about all of them, or about one?")}},
	{6, "phone", "Ines Carvalho", []string{"objection"}, "I do not want my purchases to be used for recommendations.", []deed{own}},
	{3, "phone", "Piotr Sikora", []string{"access", "copy_of_transfer_clauses"}, "Which companies abroad have my data, and under which contract?", nil},
	{2, "counter", "Chidi Eze", []string{"restriction"}, "Do not use my phone number until you have checked who gave it to you.", nil},
	{1, "post", "Maud Keller", []string{"policy_feedback"}, "The part about cookies could name the companies.", nil},
}

// takeRequests enters the sample's requests and works on them.
func (d *demo) takeRequests(ctx context.Context) error {
	for i, r := range requests {
		key, err := d.requests.NewFormKey()
		if err != nil {
			return err
		}
		reference, err := d.requests.Log(ctx, d.agent, request.LogInput{
			FormKey: key, Site: d.on.Key, Channel: r.channel, ReceivedOn: d.in(-r.daysAgo), Rights: r.rights,
			Message: r.message, Relation: "self", Name: r.name, Postal: fmt.Sprintf("%d Sample Street, 20457 Hamburg", i+1), Locale: "en",
		}, nil)
		if err != nil {
			return err
		}
		for _, do := range r.work {
			found, err := d.requests.Case(ctx, d.agent, reference)
			if err != nil {
				return err
			}
			if err := do(ctx, d, found); err != nil {
				return fmt.Errorf("request %d: %w", i+1, err)
			}
		}
	}
	return nil
}

func own(ctx context.Context, d *demo, c request.Case) error {
	return d.requests.Assign(ctx, d.agent, c.Request.Reference, request.AssignmentInput{Owner: d.agent.ID})
}

func noted(words string) deed {
	return said(words, func(d *demo) sayer { return d.requests.AddNote })
}

func replied(words string) deed {
	return said(words, func(d *demo) sayer { return d.requests.Reply })
}

// sayer writes a note or a reply.
type sayer = func(context.Context, access.Actor, string, request.SayInput) error

func said(words string, way func(*demo) sayer) deed {
	return func(ctx context.Context, d *demo, c request.Case) error {
		key, err := d.requests.NewFormKey()
		if err != nil {
			return err
		}
		return way(d)(ctx, d.agent, c.Request.Reference, request.SayInput{FormKey: key, Text: words})
	}
}

func known(method, reason string) deed {
	return func(ctx context.Context, d *demo, c request.Case) error {
		return d.requests.ConfirmIdentity(ctx, d.agent, c.Request.Reference, request.IdentityInput{Method: method, Reason: reason, Version: c.Request.Version})
	}
}

func task(title string, days int) deed {
	return func(ctx context.Context, d *demo, c request.Case) error {
		key, err := d.requests.NewFormKey()
		if err != nil {
			return err
		}
		return d.requests.AddTask(ctx, d.agent, c.Request.Reference, request.TaskInput{FormKey: key, Title: title, DueOn: d.in(days)})
	}
}

func paused(about, question string) deed {
	return func(ctx context.Context, d *demo, c request.Case) error {
		return d.requests.Pause(ctx, d.agent, c.Request.Reference, request.PauseInput{About: about, Question: question, Version: c.Request.Version})
	}
}

func extended(reason string, days int) deed {
	return func(ctx context.Context, d *demo, c request.Case) error {
		_, err := d.requests.Extend(ctx, d.agent, c.Request.Reference, request.ExtensionInput{Reason: reason, DueOn: c.Request.DueOn.AddDays(days), Version: c.Request.Version})
		return err
	}
}

// decided settles one right.
func decided(right, outcome, ground, explanation string) deed {
	return func(ctx context.Context, d *demo, c request.Case) error {
		_, err := d.requests.Decide(ctx, d.agent, c.Request.Reference, request.DecisionInput{
			Right: right, Outcome: outcome, Ground: ground, Explanation: explanation, Version: c.Request.Version})
		return err
	}
}
