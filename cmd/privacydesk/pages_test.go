package main

import (
	"net"
	"net/netip"
	"testing"

	"privacydesk/cmd/internal/config"
	"privacydesk/models/store/storetest"
)

func TestSEC_C5_OnlyNamedNetworksAreTrustedAsProxies(t *testing.T) {
	p := &portal{settings: &config.Config{TrustedProxies: []netip.Prefix{
		netip.MustParsePrefix("10.1.2.3/8"), netip.MustParsePrefix("192.0.2.7/32"), netip.MustParsePrefix("2001:db8::/32"),
	}}}

	for address, trusted := range map[string]bool{
		"10.200.0.1": true, "192.0.2.7": true, "2001:db8:1::5": true,
		"11.0.0.1": false, "192.0.2.8": false, "2001:db9::1": false, "127.0.0.1": false,
	} {
		found := false
		for _, network := range p.proxies() {
			found = found || network.Contains(net.ParseIP(address))
		}
		storetest.Equal(t, found, trusted)
	}
}
