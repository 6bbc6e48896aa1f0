package lab

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// SaveScenario writes what was done in the lab as a scenario: its world, the orders
// with the time between them and what changed about phones, and as expectations
// what became of it. An existing file is not replaced: the next free name is taken,
// story-2.yaml after story.yaml. It returns the path written.
func (l *Lab) SaveScenario(path string) (string, error) {
	s, err := l.Record()
	if err != nil {
		return "", err
	}
	data, err := s.Marshal()
	if err != nil {
		return "", err
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", fmt.Errorf("save scenario: %w", err)
	}
	f, err := createFree(path)
	if err != nil {
		return "", err
	}
	if _, err = f.Write(data); err != nil {
		_ = f.Close() // the write's error is the one that matters
		return "", fmt.Errorf("save scenario: %s could not be written in whole: %w", f.Name(), err)
	}
	if err := f.Close(); err != nil {
		return "", fmt.Errorf("save scenario: %s could not be written in whole: %w", f.Name(), err)
	}
	return f.Name(), nil
}

// mostNames is how many names are tried: who has as many files of one name wants
// to hear of it.
const mostNames = 1000

// createFree creates the file, or the first of path-2, path-3 and so on that does
// not exist yet.
func createFree(path string) (*os.File, error) {
	ext := filepath.Ext(path)
	stem, name := strings.TrimSuffix(path, ext), path
	for n := 2; n <= mostNames; n++ {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		switch {
		case err == nil:
			return f, nil
		case errors.Is(err, fs.ErrExist):
			name = fmt.Sprintf("%s-%d%s", stem, n, ext)
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("save scenario: there is no folder %s; create it, or save elsewhere: %w", filepath.Dir(path), fs.ErrNotExist)
		case errors.Is(err, fs.ErrPermission):
			return nil, fmt.Errorf("save scenario: the folder %s may not be written to; save elsewhere: %w", filepath.Dir(path), fs.ErrPermission)
		default:
			return nil, fmt.Errorf("save scenario: %w", err)
		}
	}
	return nil, fmt.Errorf("save scenario: %s and %d more of that name exist; save under another name: %w", path, mostNames-1, fs.ErrExist)
}

// nameOf is a story's name: what its first message says.
func nameOf(m vendors.Message) string {
	const most = 60
	name := strings.Join(strings.Fields(cmp.Or(m.Title, m.Body)), " ")
	if r := []rune(name); len(r) > most {
		name = string(r[:most-1]) + "…"
	}
	return cmp.Or(name, "saved story")
}

// storyZone is the day of the first app's vendor, in which people read its times.
func storyZone(apps []sim.AppSpec) *time.Location {
	if len(apps) == 0 {
		return time.UTC
	}
	return zoneOf(apps[0].Vendor)
}

// newestRules is the date of the newest facts: a saved story goes on holding when
// later rules come.
func newestRules() string {
	newest := ""
	for _, row := range catalog.All() {
		newest = max(newest, row.Facts().Checked)
	}
	return newest
}
