// Package action is the one list of what keys do. Key handling, the footer, the
// help page, the palette and docs/keys.md are all made from it.
package action

import "slices"

// ID names an action for good: keys may be remapped, IDs stay.
type ID string

// Scope is where an action's keys hold: Global, or one screen.
type Scope string

// Global actions hold everywhere.
const Global Scope = "global"

// Mode is what letters do: they are actions, or text.
type Mode uint8

const (
	// Command: letters are actions.
	Command Mode = iota
	// Form: a text field has the focus and letters are text.
	Form
)

// Action is one thing a key does. Its title and help are the catalogue's texts
// "action.<id>" and "action.<id>.help".
type Action struct {
	ID    ID
	Scope Scope
	// Keys in the framework's spelling ("ctrl+g", "enter", " "); the first is shown.
	Keys []string
	// Footer is the place in the footer, lowest first; 0: not in the footer.
	Footer int
	// Command is the same thing on the command line, "" when there is none.
	Command string
}

// FormKey reports whether a key keeps its meaning while text is typed.
func FormKey(key string) bool { return len([]rune(key)) > 1 }

// Label is a key as people read it.
func Label(key string) string {
	switch key {
	case " ":
		return "space"
	case "shift+tab":
		return "S-tab"
	}
	return key
}

// KeyIn returns the first key that works in a mode, "" when none does.
func (a *Action) KeyIn(m Mode) string {
	for _, k := range a.Keys {
		if m == Command || FormKey(k) {
			return k
		}
	}
	return ""
}

// Registry is a list of actions in the order of the help page.
type Registry struct{ actions []Action }

// NewRegistry returns the registry of a program's actions.
func NewRegistry(lists ...[]Action) *Registry {
	return &Registry{actions: slices.Concat(lists...)}
}

// Match finds what a key does in a scope; a screen's own keys come first.
func (r *Registry) Match(scope Scope, m Mode, key string) (Action, bool) {
	if m == Form && !FormKey(key) {
		return Action{}, false
	}
	for _, s := range []Scope{scope, Global} {
		for _, a := range r.actions {
			if a.Scope == s && slices.Contains(a.Keys, key) {
				return a, true
			}
		}
	}
	return Action{}, false
}

// In lists the actions that hold in a scope, the scope's own first.
func (r *Registry) In(scope Scope) []Action {
	var own, global []Action
	for _, a := range r.actions {
		switch a.Scope {
		case scope:
			own = append(own, a)
		case Global:
			global = append(global, a)
		}
	}
	return append(own, global...)
}

// Footer lists the actions a footer shows in a mode, most useful first.
func (r *Registry) Footer(scope Scope, m Mode) []Action {
	var out []Action
	for _, a := range r.In(scope) {
		if a.Footer > 0 && a.KeyIn(m) != "" {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b Action) int { return a.Footer - b.Footer })
	return out
}

// All lists every action.
func (r *Registry) All() []Action { return r.actions }

// Scopes lists the scopes in the order they first appear.
func (r *Registry) Scopes() []Scope {
	var out []Scope
	for _, a := range r.actions {
		if !slices.Contains(out, a.Scope) {
			out = append(out, a.Scope)
		}
	}
	return out
}
