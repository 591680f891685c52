package main

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
)

// recorded is the answer that both servers send.
type recorded struct {
	Path        string
	Tag         string
	Header      http.Header // of a 200
	NotModified http.Header // of a 304
	Body        []byte
}

// serveBare sends the recorded answer with nothing but net/http around it.
func serveBare(ctx context.Context, address, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var answer recorded
	if err := json.Unmarshal(content, &answer); err != nil {
		return err
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		if r.Header.Get("If-None-Match") == answer.Tag {
			for name, values := range answer.NotModified {
				header[name] = values
			}
			w.WriteHeader(http.StatusNotModified)
			return
		}
		for name, values := range answer.Header {
			header[name] = values
		}
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(answer.Body)
	})
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: patience}
	go func() { <-ctx.Done(); _ = server.Close() }()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
