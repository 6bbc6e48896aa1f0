package sender

// The toy's wire form as the sender writes and reads it. The endpoint has its own:
// if the two shared these structs, a wrong name in them would pass every test.

type login struct {
	Key    string `json:"key"`
	Secret string `json:"secret"`
}

type push struct {
	To    []string `json:"to"`
	Title string   `json:"title"`
	Text  string   `json:"text"`
	// Kind is "notice" or "news".
	Kind string `json:"kind"`
}

type answer struct {
	// Code is a pointer to tell an answer from any other JSON object.
	Code  *string  `json:"code"`
	Token string   `json:"token"`
	ID    string   `json:"id"`
	Dead  []string `json:"dead"`
}
