package oppo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// AnswerError is a query or an upload OPPO refused. Sends never return it: there a refusal
// is an outcome.
type AnswerError = vendors.AnswerError

// ask makes a call whose refusal is an error.
func (s *Sender) ask(ctx context.Context, op string, request func(token string) transport.Request) (reply, error) {
	r, err := s.call(ctx, s.home, request)
	if err != nil {
		o, failure := s.failed(op, err)
		if failure == nil {
			failure = &AnswerError{Vendor: vendors.OPPO, Op: op, Outcome: o}
		}
		return r, failure
	}
	if !r.ok() {
		return r, &AnswerError{Vendor: vendors.OPPO, Op: op, Outcome: s.verdict(r)}
	}
	return r, nil
}

// abroad reports whether the sender's login is one of overseas, which the hosts that are
// for China alone do not take.
func (s *Sender) abroad() bool { return s.home == s.overseas && s.home != s.china }

// Quota asks what is left of the day's total. Of the answer only one figure is known from
// practice. China only.
func (s *Sender) Quota(ctx context.Context) (vendors.QuotaUse, error) {
	use := vendors.QuotaUse{Limit: -1, Used: -1, Left: -1, Counters: map[string]int64{}}
	if s.abroad() {
		return use, errors.New("oppo: quota: OPPO tells it in China only; code 33 says that the day's total is reached")
	}
	r, err := s.ask(ctx, "quota", func(token string) transport.Request {
		return transport.Request{Method: http.MethodGet, URL: s.at.permit, Header: tokenHeader(token, "")}
	})
	if err != nil {
		return use, err
	}
	data := r.object()
	for name := range data {
		if n, err := strconv.ParseInt(data.text(name), 10, 64); err == nil {
			use.Counters[name] = n
		}
	}
	if n, ok := use.Counters["total_count"]; ok {
		use.Limit = n
	}
	if n, ok := use.Counters["remain_count"]; ok {
		use.Left = n
	}
	if use.Limit >= 0 && use.Left >= 0 {
		use.Used = max(0, use.Limit-use.Left)
	}
	return use, nil
}

// DeadTokens asks for registration ids OPPO found void. Whether it tells one again is not
// known; receipts (regid_invalid) tell the same. China only.
func (s *Sender) DeadTokens(ctx context.Context) ([]vendors.Token, error) {
	if s.abroad() {
		return nil, errors.New("oppo: dead tokens: OPPO lists them in China only; receipts (regid_invalid) tell them")
	}
	r, err := s.ask(ctx, "dead tokens", func(token string) transport.Request {
		u := *s.at.void
		u.RawQuery = url.Values{"auth_token": {token}}.Encode() // as its clients do
		return transport.Request{Method: http.MethodGet, URL: &u, Label: u.Path}
	})
	if err != nil {
		return nil, err
	}
	ids := r.object().list("registration_ids")
	out := make([]vendors.Token, len(ids))
	for i, id := range ids {
		out[i] = vendors.Token(id)
	}
	return out, nil
}

// UploadPicture hands a picture to OPPO and returns its id, for Options.SmallPictureID, or
// for Message.Image and Options.BigPictureID. PNG and JPEG, 50 KiB for an icon and 1 MiB
// for a big one; kept for a day, or Picture.TTL. China only.
func (s *Sender) UploadPicture(ctx context.Context, p vendors.Picture) (string, error) {
	const op = "upload picture"
	u, member, most := s.at.bigPicture, "big_picture_id", s.limits.bigPicture
	if p.Kind == vendors.PictureIcon {
		u, member, most = s.at.smallPicture, "small_picture_id", s.limits.smallPicture
	}
	switch {
	case s.abroad():
		return "", errors.New("oppo: " + op + ": OPPO takes pictures in China only")
	case len(p.Data) == 0 || p.Name == "":
		return "", errors.New("oppo: " + op + ": a file name and data are needed")
	case most > 0 && len(p.Data) > most:
		return "", fmt.Errorf("oppo: %s: the file has %d bytes, OPPO takes %d", op, len(p.Data), most)
	}
	var failed error
	r, err := s.ask(ctx, op, func(token string) transport.Request {
		body, contentType, err := pictureBody(token, p)
		failed = err
		h := make(http.Header, 2)
		h[headerContentType] = []string{contentType}
		return transport.Request{Method: http.MethodPost, URL: u, Header: h, Body: body}
	})
	if err = errors.Join(err, failed); err != nil {
		return "", err
	}
	id := r.object().text(member)
	if id == "" {
		return "", fmt.Errorf("oppo: %s: the answer has no %s", op, member)
	}
	return id, nil
}

// pictureBody is the multipart form of an upload.
func pictureBody(token string, p vendors.Picture) (body []byte, contentType string, err error) {
	ttl := p.TTL
	if ttl <= 0 {
		ttl = 24 * time.Hour
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	err = errors.Join(
		w.WriteField("auth_token", token),
		w.WriteField("picture_ttl", strconv.FormatInt(adjust.Units(ttl, time.Second), 10)),
	)
	kind := mime.TypeByExtension(strings.ToLower(path.Ext(p.Name)))
	if kind == "" {
		kind = "application/octet-stream"
	}
	part, perr := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("file", p.Name)}, "Content-Type": {kind},
	})
	if perr == nil {
		_, perr = part.Write(p.Data)
	}
	err = errors.Join(err, perr, w.Close())
	return b.Bytes(), w.FormDataContentType(), err
}
