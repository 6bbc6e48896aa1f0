package honor

import (
	"strings"

	"github.com/offpush/offpush/fixtures/words"
)

// Classifier stands for the classification by app type, content and scene that Honor
// used until 2024-12-31 and never published: it says whether a text is marketing, and
// by which word.
type Classifier interface {
	Marketing(title, body string) (word string, yes bool)
}

// Keywords is the default classifier: a promotion word makes a message marketing, and
// so do two different weak words. It shows the mechanism, not Honor's judgement.
func Keywords() Classifier {
	k := &keywords{weak: words.Get(words.PromoWeak)}
	for _, list := range []string{words.Promo, words.PromoOwn, words.Stranger, words.FinancePromo} {
		k.strong = append(k.strong, words.Get(list)...)
	}
	return k
}

type keywords struct{ strong, weak []string }

func (k *keywords) Marketing(title, body string) (word string, yes bool) {
	if word, yes = firstOf(k.strong, title, body); yes {
		return word, true
	}
	seen := 0
	for _, w := range k.weak {
		if strings.Contains(title, w) || strings.Contains(body, w) {
			if seen++; seen == 2 {
				return w, true
			}
		}
	}
	return "", false
}

// firstOf returns the first of the words that is in one of the texts.
func firstOf(list []string, texts ...string) (word string, found bool) {
	for _, w := range list {
		for _, text := range texts {
			if strings.Contains(text, w) {
				return w, true
			}
		}
	}
	return "", false
}
