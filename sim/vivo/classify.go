package vivo

import (
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/fixtures/words"
)

// Classifier stands for vivo's own, which is not published: it says whether a
// message declared as system reads as promotion, and by which word.
type Classifier interface {
	Marketing(title, body string) (word string, yes bool)
}

// Keywords is the default classifier: a promotion word makes a message marketing,
// and so do two different weak words. It shows the mechanism, not vivo's judgement.
func Keywords() Classifier {
	k := &keywords{strong: newLexicon(), weak: newLexicon()}
	for _, list := range []string{words.Promo, words.PromoOwn, words.Stranger, words.FinancePromo} {
		k.strong.add(words.Get(list)...)
	}
	k.weak.add(words.Get(words.PromoWeak)...)
	return k
}

type keywords struct{ strong, weak *lexicon }

func (k *keywords) Marketing(title, body string) (word string, yes bool) {
	if word, yes = k.strong.first(title, body); yes {
		return word, true
	}
	var seen string
	for _, text := range [...]string{title, body} {
		for {
			word, rest, found := k.weak.find(text)
			if !found {
				break
			}
			if seen != "" && seen != word {
				return word, true
			}
			seen, text = word, rest
		}
	}
	return "", false
}

func sensitiveWords() *lexicon {
	l := newLexicon()
	l.add(words.Get(words.Sensitive)...)
	return l
}

// lexicon finds words in one walk over a text: every push is searched, so the cost
// must not grow with the list.
type lexicon struct {
	byFirst map[rune][]string
	// maybe has a bit for the low byte of every first letter: most letters of a
	// text are ruled out by it without a look into the map.
	maybe [4]uint64
}

func newLexicon() *lexicon { return &lexicon{byFirst: map[rune][]string{}} }

func (l *lexicon) add(list ...string) {
	for _, w := range list {
		r, _ := utf8.DecodeRuneInString(w)
		l.byFirst[r] = append(l.byFirst[r], w)
		l.maybe[r>>6&3] |= 1 << (r & 63)
	}
}

// find returns the first word in the text and what follows it.
func (l *lexicon) find(text string) (word, rest string, found bool) {
	for i, r := range text {
		if l.maybe[r>>6&3]&(1<<(r&63)) == 0 {
			continue
		}
		for _, w := range l.byFirst[r] {
			if strings.HasPrefix(text[i:], w) {
				return w, text[i+len(w):], true
			}
		}
	}
	return "", "", false
}

// first returns the first word found in any of the texts.
func (l *lexicon) first(texts ...string) (word string, found bool) {
	for _, text := range texts {
		if word, _, found = l.find(text); found {
			return word, true
		}
	}
	return "", false
}
