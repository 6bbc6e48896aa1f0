package vivo

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// answer is every answer of vivo's API. It is read with tolerance: numbers come
// as numeric strings and ids as numbers in real traffic, and one odd member must
// not hide the verdict in the others.
type answer struct {
	Result       loosejson.Text  `json:"result"` // "" when absent
	Desc         loosejson.Text  `json:"desc"`
	AuthToken    loosejson.Text  `json:"authToken"`
	TaskID       loosejson.Text  `json:"taskId"`
	InvalidUser  invalidUsers    `json:"invalidUser"`
	InvalidUsers invalidUsers    `json:"invalidUsers"`
	Data         loosejson.Value `json:"data"`
	Statistics   loosejson.Value `json:"statistics"`
}

// resultOK is "请求成功", request succeeded.
const resultOK = "0"

// decodeAnswer reads an answer. An error means that the body is no JSON object;
// a member of an unexpected shape is treated as absent.
func decodeAnswer(body []byte) (answer, error) {
	var a answer
	if err := loosejson.Decode(body, &a); err != nil {
		return a, fmt.Errorf("vivo: %w", err)
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

// invalidUser is one id vivo calls bad. userid is a string by the SDK; a number
// is accepted.
type invalidUser struct {
	Status loosejson.Text `json:"status"`
	UserID loosejson.Text `json:"userid"`
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

// counterTask is one element of statistics: the taskId and every number beside
// it under the vendor's name, so that a new counter needs no new release.
type counterTask struct {
	taskID   string
	counters map[string]int64
}

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (c *counterTask) UnmarshalJSON(b []byte) error {
	*c = counterTask{}
	var members map[string]loosejson.Text
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
	TaskID loosejson.Text `json:"taskId"`
	Desc   loosejson.Text `json:"desc"`
}
