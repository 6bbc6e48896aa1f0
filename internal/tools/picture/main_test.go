package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPicturesAreFresh(t *testing.T) {
	t.Parallel()
	want, err := draw()
	if err != nil {
		t.Fatal(err)
	}
	for name, svg := range want {
		got, err := os.ReadFile(filepath.Join("../../../docs/img", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != svg {
			t.Errorf("docs/img/%s is stale: run go run ./internal/tools/picture", name)
		}
	}
	files, err := os.ReadDir("../../../docs/img")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if filepath.Ext(f.Name()) == ".svg" && want[f.Name()] == "" {
			t.Errorf("docs/img/%s is no picture of the command's list", f.Name())
		}
	}
}
