package vivo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// answer is every answer of vivo's API. It is read with tolerance: numbers come
// as numeric strings and ids as numbers in real traffic, and one odd member must
// not hide the verdict in the others.
type answer struct {
	Result       looseText    `json:"result"` // "" when absent
	Desc         looseText    `json:"desc"`
	AuthToken    looseText    `json:"authToken"`
	TaskID       looseText    `json:"taskId"`
	InvalidUser  invalidUsers `json:"invalidUser"`
	InvalidUsers invalidUsers `json:"invalidUsers"`
	Data         jsonValue    `json:"data"`
	Statistics   jsonValue    `json:"statistics"`
}

// resultOK is "请求成功", request succeeded.
const resultOK = "0"

// decodeAnswer reads an answer. An error means that the body is no JSON object;
// a member of an unexpected shape is treated as absent.
func decodeAnswer(body []byte) (answer, error) {
	var a answer
	trimmed := bytes.TrimLeft(body, " \t\r\n")
	if len(trimmed) == 0 || trimmed[0] != '{' {
		return a, fmt.Errorf("vivo: answer is no JSON object (%d bytes)", len(body))
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return a, fmt.Errorf("vivo: decode answer: %w", err)
	}
	return a, nil
}

// users are the ids the answer calls bad, wherever it lists them.
func (a *answer) users() []invalidUser {
	if len(a.InvalidUser) == 0 {
		return a.InvalidUsers
	}
	if len(a.InvalidUsers) == 0 {
		return a.InvalidUser
	}
	return append(append([]invalidUser(nil), a.InvalidUser...), a.InvalidUsers...)
}

// looseText is a JSON string or number as text; anything else reads as "".
type looseText string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (t *looseText) UnmarshalJSON(b []byte) error {
	*t = ""
	if len(b) == 0 {
		return nil
	}
	switch c := b[0]; {
	case c == '"':
		if len(b) >= 2 && bytes.IndexByte(b, '\\') < 0 {
			*t = looseText(b[1 : len(b)-1])
			return nil
		}
		var s string
		if json.Unmarshal(b, &s) == nil {
			*t = looseText(s)
		}
	case c == '-' || (c >= '0' && c <= '9'):
		*t = looseText(b)
	}
	return nil
}

// code returns a result as the decimal the facts use, or "" for anything that is
// no whole number: 0, "0", 0.0 and " 0 " are all 0.
func (t looseText) code() string {
	if t == resultOK {
		return resultOK
	}
	s := strings.TrimSpace(string(t))
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return strconv.FormatInt(n, 10)
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && f == float64(int64(f)) {
		return strconv.FormatInt(int64(f), 10)
	}
	return ""
}

// invalidUser is one id vivo calls bad. userid is a string by the SDK; a number
// is accepted.
type invalidUser struct {
	Status looseText `json:"status"`
	UserID looseText `json:"userid"`
}

// invalidUsers is one such object or a list of them.
type invalidUsers []invalidUser

// UnmarshalJSON implements json.Unmarshaler and never fails: entries of another
// shape are left out.
func (u *invalidUsers) UnmarshalJSON(b []byte) error {
	*u = decodeUsers(b)
	return nil
}

func decodeUsers(b []byte) []invalidUser {
	if len(b) == 0 {
		return nil
	}
	switch b[0] {
	case '{':
		var one invalidUser
		if json.Unmarshal(b, &one) == nil && one.UserID != "" {
			return []invalidUser{one}
		}
	case '[':
		var raw []json.RawMessage
		if json.Unmarshal(b, &raw) != nil {
			return nil
		}
		users := make([]invalidUser, 0, len(raw))
		for _, r := range raw {
			var one invalidUser
			if json.Unmarshal(r, &one) == nil && one.UserID != "" {
				users = append(users, one)
			}
		}
		return users
	}
	return nil
}

// jsonValue is a member whose shape depends on the call.
type jsonValue []byte

// UnmarshalJSON implements json.Unmarshaler.
func (v *jsonValue) UnmarshalJSON(b []byte) error {
	*v = append((*v)[:0], b...)
	return nil
}

// counterTask is one element of statistics: the taskId and every number beside
// it under the vendor's name, so that a new counter needs no new release.
type counterTask struct {
	taskID   string
	counters map[string]int64
}

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (c *counterTask) UnmarshalJSON(b []byte) error {
	*c = counterTask{}
	var members map[string]looseText
	if json.Unmarshal(b, &members) != nil {
		return nil
	}
	c.taskID = string(members["taskId"])
	c.counters = make(map[string]int64, len(members))
	for name, text := range members {
		if name == "taskId" {
			continue
		}
		if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
			c.counters[name] = n
		}
	}
	return nil
}

// auditEntry is one element of msgStatus' data.
type auditEntry struct {
	TaskID looseText `json:"taskId"`
	Desc   looseText `json:"desc"`
}
