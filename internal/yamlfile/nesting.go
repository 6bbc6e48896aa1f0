package yamlfile

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

const (
	// maxBytes bounds a file: a long story is a few kilobytes, and a parsed file
	// takes a hundred times its size in memory.
	maxBytes = 4 << 20
	// maxNesting is how deep brackets, indentation, tags and anchors may go
	// together; people's files go to about six. The library's parser takes memory
	// and time with the square of the depth.
	maxNesting = 64
)

// Parse reads a file into nodes, for callers that walk them themselves. Errors are
// *Problem; files that are too large or too deep are refused before they are
// parsed.
func Parse(name string, data []byte) (_ *ast.File, err error) {
	defer Guard(name, &err)
	if err := fits(name, data); err != nil {
		return nil, err
	}
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, Explain(name, err)
	}
	return f, nil
}

// fits refuses what the library could not read within bounds.
func fits(name string, data []byte) (err error) {
	defer Guard(name, &err)
	if len(data) > maxBytes {
		return &Problem{Name: name, Text: fmt.Sprintf("the file has %d bytes; at most %d are read", len(data), maxBytes)}
	}
	var d depth
	// Tokens, unlike the parser, take time and memory with the size alone, and
	// know quotes, comments and block texts.
	for _, tk := range lexer.Tokenize(string(data)) {
		if d.add(tk) > maxNesting {
			return &Problem{
				Name: name, Line: tk.Position.Line, Column: tk.Position.Column,
				Text: fmt.Sprintf("this is nested more than %d deep; brackets or indentation that never end?", maxNesting),
			}
		}
	}
	return nil
}

// depth is how deep tokens are nested so far.
type depth struct {
	flow    int   // open brackets and braces
	columns []int // of the open block entries and keys
	marks   int   // tags and anchors right behind one another
}

// add counts one more token and returns the depth at it.
func (d *depth) add(tk *token.Token) int {
	switch tk.Type {
	case token.TagType, token.AnchorType:
		d.marks++
	case token.StringType:
		if tk.Prev == nil || tk.Prev.Type != token.AnchorType { // an anchor's name
			d.marks = 0
		}
	default:
		d.marks = 0
	}
	switch tk.Type {
	case token.SequenceStartType, token.MappingStartType:
		d.flow++
	case token.SequenceEndType, token.MappingEndType:
		d.flow = max(0, d.flow-1)
	case token.DocumentHeaderType, token.DocumentEndType:
		*d = depth{}
	case token.SequenceEntryType, token.MappingKeyType:
		d.open(tk.Position.Column)
	case token.MappingValueType:
		if tk.Prev != nil { // the key
			d.open(tk.Prev.Position.Column)
		}
	}
	return d.flow + len(d.columns) + d.marks
}

// open notes a block entry or key at a column; it ends those further right. Inside
// brackets columns mean nothing.
func (d *depth) open(column int) {
	if d.flow > 0 {
		return
	}
	for len(d.columns) > 0 && d.columns[len(d.columns)-1] >= column {
		d.columns = d.columns[:len(d.columns)-1]
	}
	d.columns = append(d.columns, column)
}
