package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/internal/yamlfile"
	"github.com/offpush/offpush/vendors"
)

// maxConfigBytes bounds a configuration file; real ones have some lines.
const maxConfigBytes = 1 << 20

// config is a configuration file as read: values of flags, with their places, and
// credentials.
//
//	lang: zh                 # any global flag
//	sim: {clock: x60}        # any flag of a command, under the command's name
//	credentials:
//	  vivo: {app_id: ..., app_key: ..., app_secret: ...}
type config struct {
	path string
	// values by command path without the program's name ("", "sim", "scenario run")
	// and flag name.
	values      map[string]map[string]configValue
	credentials map[vendors.Vendor]vendors.Credentials
	mode        os.FileMode
}

type configValue struct {
	text string
	at   string // file:line:column
}

// readConfig reads the file of --config, of OFFPUSH_CONFIG, or the user's own if
// there is one. No file at all is an empty config.
func (a *App) readConfig(root *cobra.Command) (*config, error) {
	path, must := a.config, true
	if path == "" {
		path = a.std.Getenv("OFFPUSH_CONFIG")
	}
	if path == "" {
		must = false
		base := a.std.Getenv("XDG_CONFIG_HOME")
		if base == "" && a.std.Getenv("HOME") != "" {
			base = filepath.Join(a.std.Getenv("HOME"), ".config")
		}
		if base == "" {
			return &config{}, nil
		}
		path = filepath.Join(base, "offpush", "config.yaml")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		if !must && errors.Is(err, os.ErrNotExist) {
			return &config{}, nil
		}
		return nil, usage("config: %w; pass --config with a file that can be read", err)
	}
	c, err := parseConfig(path, data, knownKeys(root))
	if err != nil {
		return nil, asUsage(err)
	}
	if info, err := os.Stat(path); err == nil {
		c.mode = info.Mode().Perm()
	}
	return c, nil
}

// keyTree is what may stand in a mapping: the names of flags, and below the names
// of commands their own.
type keyTree struct {
	path  string
	flags map[string]bool
	subs  map[string]*keyTree
}

// knownKeys are the keys a configuration file may have, read off the commands.
func knownKeys(cmd *cobra.Command) *keyTree {
	path := strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()))
	t := &keyTree{path: path, flags: map[string]bool{}, subs: map[string]*keyTree{}}
	add := func(f *pflag.Flag) {
		if f.Name != "help" && annotation(f, typedKey) == "" {
			t.flags[f.Name] = true
		}
	}
	cmd.LocalFlags().VisitAll(add)
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			t.subs[c.Name()] = knownKeys(c)
		}
	}
	return t
}

func (t *keyTree) names() []string {
	var out []string
	for n := range t.flags {
		out = append(out, n)
	}
	for n := range t.subs {
		out = append(out, n)
	}
	return out
}

// parseConfig reads a configuration file strictly: a key nobody knows is an error
// with its place and the nearest name.
func parseConfig(path string, data []byte, known *keyTree) (_ *config, err error) {
	defer yamlfile.Guard(path, &err)
	c := &config{path: path, values: map[string]map[string]configValue{}, credentials: map[vendors.Vendor]vendors.Credentials{}}
	if len(data) > maxConfigBytes {
		return nil, fmt.Errorf("%s: the file has %d bytes; a configuration has at most %d", path, len(data), maxConfigBytes)
	}
	file, err := yamlfile.Parse(path, data)
	if err != nil {
		return nil, err
	}
	if len(file.Docs) > 1 {
		return nil, fmt.Errorf("%s: the file has %d documents; write one", path, len(file.Docs))
	}
	for _, doc := range file.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.NullType || doc.Body.Type() == ast.CommentType {
			continue
		}
		if err := c.read(doc.Body, known); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// read takes the values of one mapping.
func (c *config) read(n ast.Node, known *keyTree) error {
	m, err := c.mapping(n)
	if err != nil {
		return err
	}
	for _, v := range m {
		key := v.Key.GetToken().Value
		at := c.place(v.Key)
		switch {
		case known.path == "" && key == "credentials":
			err = c.readCredentials(v.Value)
		case known.subs[key] != nil:
			err = c.read(v.Value, known.subs[key])
		case known.flags[strings.ReplaceAll(key, "_", "-")]:
			err = c.put(known.path, strings.ReplaceAll(key, "_", "-"), v.Value)
		default:
			names := known.names()
			if known.path == "" {
				names = append(names, "credentials")
			}
			return fmt.Errorf("%s: unknown key %q%s", at, key, nearest.Hint(key, names))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// put keeps a flag's value; a list is written as the flag would have it.
func (c *config) put(path, flag string, n ast.Node) error {
	text, err := c.scalar(n)
	if seq, ok := n.(*ast.SequenceNode); ok {
		var parts []string
		for _, e := range seq.Values {
			one, err := c.scalar(e)
			if err != nil {
				return err
			}
			parts = append(parts, one)
		}
		text, err = strings.Join(parts, ","), nil
	}
	if err != nil {
		return err
	}
	if c.values[path] == nil {
		c.values[path] = map[string]configValue{}
	}
	if _, twice := c.values[path][flag]; twice {
		return fmt.Errorf("%s: %q is given twice", c.place(n), flag)
	}
	c.values[path][flag] = configValue{text: text, at: c.place(n)}
	return nil
}

func (c *config) readCredentials(n ast.Node) error {
	m, err := c.mapping(n)
	if err != nil {
		return err
	}
	for _, v := range m {
		name := v.Key.GetToken().Value
		row, ok := catalog.Find(vendors.Vendor(name))
		if !ok {
			return fmt.Errorf("%s: unknown vendor %q%s", c.place(v.Key), name, nearest.Hint(name, catalog.IDs()))
		}
		fields, err := c.mapping(v.Value)
		if err != nil {
			return err
		}
		known := row.Credentials()
		creds := vendors.Credentials{}
		for _, f := range fields {
			field := f.Key.GetToken().Value
			if !slices.Contains(known, field) {
				return fmt.Errorf("%s: unknown credential %q of %s%s", c.place(f.Key), field, name, hintOrList(field, known))
			}
			text, err := c.scalar(f.Value)
			if err != nil {
				return err
			}
			creds[field] = vendors.Secret(text)
		}
		c.credentials[row.ID] = creds
	}
	return nil
}

// mapping returns the entries of a mapping node.
func (c *config) mapping(n ast.Node) ([]*ast.MappingValueNode, error) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, nil
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, nil
	}
	return nil, fmt.Errorf("%s: want \"key: value\" here", c.place(n))
}

// scalar returns a value as text. The text is never part of an error: it may be a
// secret.
func (c *config) scalar(n ast.Node) (string, error) {
	switch v := n.(type) {
	case *ast.LiteralNode:
		return v.Value.Value, nil
	case ast.ScalarNode:
		if v.Type() == ast.NullType {
			return "", nil
		}
		return v.GetToken().Value, nil
	}
	return "", fmt.Errorf("%s: want a single value here", c.place(n))
}

func (c *config) place(n ast.Node) string {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return c.path
	}
	p := n.GetToken().Position
	return fmt.Sprintf("%s:%d:%d", c.path, p.Line, p.Column)
}
