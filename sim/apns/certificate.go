package apns

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"slices"

	"github.com/offpush/offpush/sim"
)

// The object identifiers in Apple's push certificates.
//
//nolint:gochecknoglobals // constants in all but name
var (
	oidUserID      = asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}
	oidDevelopment = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 1}
	oidProduction  = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 2}
	oidTopics      = asn1.ObjectIdentifier{1, 2, 840, 113635, 100, 6, 3, 6}
)

// subject is the bundle id a push certificate is made out to.
func subject(cert *x509.Certificate) string {
	for _, a := range cert.Subject.Names {
		if a.Type.Equal(oidUserID) {
			if s, ok := a.Value.(string); ok {
				return s
			}
		}
	}
	return ""
}

func extension(cert *x509.Certificate, id asn1.ObjectIdentifier) []byte {
	for i := range cert.Extensions {
		if cert.Extensions[i].Id.Equal(id) {
			return cert.Extensions[i].Value
		}
	}
	return nil
}

// covers reports whether a certificate is for an environment. One without a mark is
// for both: the marks are known from clients, not from Apple.
func covers(cert *x509.Certificate, environment string) bool {
	dev, prod := extension(cert, oidDevelopment) != nil, extension(cert, oidProduction) != nil
	if !dev && !prod {
		return true
	}
	if environment == sandbox {
		return dev
	}
	return prod
}

// topicsOf are the topics a certificate may push to: those it lists, else the one it
// is made out to.
func topicsOf(cert *x509.Certificate) []string {
	var listed asn1.RawValue
	var topics []string
	if value := extension(cert, oidTopics); value != nil {
		if rest, err := asn1.Unmarshal(value, &listed); err == nil && len(rest) == 0 && listed.IsCompound {
			// Names, each followed by a list of what it is for.
			for b := listed.Bytes; len(b) > 0; {
				var v asn1.RawValue
				rest, err := asn1.Unmarshal(b, &v)
				if err != nil {
					break
				}
				if v.Tag == asn1.TagUTF8String && !v.IsCompound {
					topics = append(topics, string(v.Bytes))
				}
				b = rest
			}
		}
	}
	if len(topics) == 0 {
		topics = append(topics, subject(cert))
	}
	return topics
}

// registered reports whether the app's credentials hold the certificate.
func registered(cert *x509.Certificate, held string) bool {
	block, _ := pem.Decode([]byte(held))
	return block != nil && slices.Equal(block.Bytes, cert.Raw)
}

// ClientCertificate is a push certificate of an app: of one environment with the
// app's own topic, or for "" the combined kind with the topics for calls and watch
// faces.
func (e *Endpoint) ClientCertificate(spec *sim.AppSpec, environment string) *x509.Certificate {
	topic := spec.Credentials[credTopic]
	name := "Apple Push Services: " + topic
	var marks []pkix.Extension
	mark := func(id asn1.ObjectIdentifier) {
		marks = append(marks, pkix.Extension{Id: id, Value: asn1.NullBytes})
	}
	switch environment {
	case sandbox:
		name = "Apple Development IOS Push Services: " + topic
		mark(oidDevelopment)
	case production:
		name = "Apple Production IOS Push Services: " + topic
		mark(oidProduction)
	default:
		mark(oidDevelopment)
		mark(oidProduction)
		marks = append(marks, pkix.Extension{Id: oidTopics, Value: topicList(topic)})
	}
	return &x509.Certificate{
		Subject: pkix.Name{
			CommonName: name, Organization: []string{"offpush test"},
			ExtraNames: []pkix.AttributeTypeAndValue{{Type: oidUserID, Value: topic}},
		},
		ExtraExtensions: marks,
	}
}

func topicList(topic string) []byte {
	utf8 := func(s string) asn1.RawValue {
		return asn1.RawValue{Class: asn1.ClassUniversal, Tag: asn1.TagUTF8String, Bytes: []byte(s)}
	}
	var values []asn1.RawValue
	for _, suffix := range []string{"", ".voip", ".complication"} {
		use := "app"
		if suffix != "" {
			use = suffix[1:]
		}
		// Neither can fail: both are lists of strings made here.
		uses, _ := asn1.Marshal([]asn1.RawValue{utf8(use)})
		values = append(values, utf8(topic+suffix), asn1.RawValue{FullBytes: uses})
	}
	list, _ := asn1.Marshal(values)
	return list
}
