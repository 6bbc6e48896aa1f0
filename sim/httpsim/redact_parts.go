package httpsim

import "bytes"

// multipart copies the parts of a multipart/form-data body, replacing the contents of
// those with a secret name. The boundary is the body's first line.
func (d *redactor) multipart(into, b []byte) []byte {
	end := bytes.IndexByte(b, '\n')
	if end < 0 {
		return d.form(into, b)
	}
	boundary := bytes.TrimRight(b[:end], "\r")
	for len(b) > 0 {
		next := len(b)
		if i := bytes.Index(b[1:], boundary); i >= 0 {
			next = i + 1
		}
		into = d.part(into, b[:next])
		b = b[next:]
	}
	return into
}

// part copies one part, from its boundary to the next one.
func (d *redactor) part(into, b []byte) []byte {
	header, content := b, []byte(nil)
	for _, blank := range [...]string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(b, []byte(blank)); i >= 0 {
			header, content = b[:i+len(blank)], b[i+len(blank):]
			break
		}
	}
	if len(content) == 0 || !d.secret(partName(header)) {
		return append(into, b...)
	}
	text := bytes.TrimRight(content, "\r\n")
	into = append(into, header...)
	into = append(into, redacted...)
	return append(into, content[len(text):]...)
}

// partName is the name of a part in its Content-Disposition, quoted or not.
func partName(header []byte) []byte {
	rest := header
	for {
		i := bytes.Index(rest, []byte("name="))
		if i < 0 {
			return nil
		}
		before := byte(' ')
		if i > 0 {
			before = rest[i-1]
		}
		rest = rest[i+len("name="):]
		if before != ' ' && before != ';' { // filename=
			continue
		}
		if len(rest) > 0 && rest[0] == '"' {
			rest = rest[1:]
		}
		if end := bytes.IndexAny(rest, "\"\r\n; "); end >= 0 {
			rest = rest[:end]
		}
		return rest
	}
}
