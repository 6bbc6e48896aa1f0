package admin

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// family is one metric in Prometheus' text exposition format, version 0.0.4.
// Source: https://prometheus.io/docs/instrumenting/exposition_formats/, read
// 2026-11-20.
type family struct {
	name, kind, help string
	labels           []string
	values           map[string]float64 // by the written labels, "" without
}

func newFamily(kind, name, help string, labels ...string) *family {
	return &family{name: "offpush_" + name, kind: kind, help: help, labels: labels, values: map[string]float64{}}
}

// add counts for the label values, which are in the order of the labels.
func (f *family) add(n float64, values ...string) { f.values[f.written(values)] += n }

func (f *family) written(values []string) string {
	if len(f.labels) == 0 {
		return ""
	}
	var b strings.Builder
	for i, name := range f.labels {
		b.WriteByte("{,"[min(i, 1)])
		b.WriteString(name + `="` + escapeLabel(values[i]) + `"`)
	}
	b.WriteByte('}')
	return b.String()
}

// escapeLabel writes a label's value: backslash, quote and line end are escaped.
func escapeLabel(v string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(v, "\uFFFD"))
}

// write writes the family, its samples in order.
func (f *family) write(w io.Writer) {
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", f.name, f.help, f.name, f.kind)
	for _, labels := range slices.Sorted(maps.Keys(f.values)) {
		fmt.Fprintf(w, "%s%s %s\n", f.name, labels, strconv.FormatFloat(f.values[labels], 'g', -1, 64))
	}
}
