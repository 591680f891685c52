package desk

import (
	"context"

	"privacydesk/models/regime"
	"privacydesk/models/request"
	"privacydesk/models/site"
	"privacydesk/views/ui"
)

func siteKeys(sites []site.Site) []ui.Option {
	var options []ui.Option
	for _, at := range sites {
		options = append(options, ui.Option{Value: at.Key, Text: at.Name})
	}
	return options
}

func entryChannels(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, channel := range request.EntryChannels() {
		options = append(options, ui.Option{Value: string(channel), Text: ui.T(ctx, "channel."+string(channel))})
	}
	return options
}

func rightTerms(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, right := range regime.Rights() {
		options = append(options, ui.Option{Value: string(right), Text: ui.T(ctx, "right."+string(right)+".name")})
	}
	return options
}
