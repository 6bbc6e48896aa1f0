package vendors

// Classifier tells the class a message would have on the wire, after defaults
// and overrides. A client keeps one breaker per class, so that transactional
// messages still go out while marketing has used up its day; without this
// interface it reads the message and the facts alone.
type Classifier interface {
	ClassOf(msg *Message) Class
}
