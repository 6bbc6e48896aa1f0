package cli

import (
	"encoding/json"
	"net/http"
)

func (r *running) adminHandler() (http.Handler, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) })
	mux.HandleFunc("GET /env", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(environment(r.lab, &r.ready))
	})
	return mux, nil
}
