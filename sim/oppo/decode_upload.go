package oppo

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

// isList reports whether data is a JSON array.
func isList(data []byte) bool { return jsonscan.Kind(data) == '[' && json.Valid(data) }

// UploadForm is a picture upload.
type UploadForm struct {
	AuthToken  Str
	PictureTTL Int
	// File says that there is a file; FileName and Size are its name and length, of
	// which at least Size bytes arrived.
	File     bool
	FileName string
	Size     int
	Digest   uint64
}

// readUpload reads a multipart body as far as it goes: a picture that is too large may
// have been cut off.
func readUpload(c *sim.Call) {
	f := &UploadForm{}
	c.Wire = f
	var contentType string
	if v := c.Request.Header["Content-Type"]; len(v) > 0 {
		contentType = v[0]
	}
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil || media != "multipart/form-data" || params["boundary"] == "" {
		return // the rules find nothing in it
	}
	r := multipart.NewReader(bytes.NewReader(c.Request.Body), params["boundary"])
	for {
		part, err := r.NextPart()
		if err != nil {
			break // a body that ends early has its parts all the same
		}
		text, _ := io.ReadAll(part) // what was read counts
		switch part.FormName() {
		case "auth_token":
			f.AuthToken.SetText(string(text))
		case "picture_ttl":
			f.PictureTTL.SetText(strings.TrimSpace(string(text)))
		case "file":
			f.File, f.FileName, f.Size = true, part.FileName(), len(text)
			f.Digest = sim.Digest(string(text))
		}
	}
	if c.Request.Truncated { // longer than anything that is read: no picture may be
		f.File, f.Size = true, max(f.Size, 1<<20+1)
	}
	inForm(c, &f.AuthToken)
}
