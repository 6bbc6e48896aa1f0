package cli

import (
	"errors"
	"fmt"

	"github.com/offpush/offpush/conformance"
)

// exitError carries an exit code. A nil err prints nothing: the command's output
// says it already.
type exitError struct {
	code int
	err  error
}

// Error implements error.
func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

// Unwrap gives what went wrong.
func (e *exitError) Unwrap() error { return e.err }

// usage is an error of the command line or a file: nothing was attempted.
func usage(format string, args ...any) error {
	return &exitError{conformance.ExitUsage, fmt.Errorf(format, args...)}
}

// cannotRun is an error that kept the command from giving an answer.
func cannotRun(format string, args ...any) error {
	return &exitError{conformance.ExitCannotRun, fmt.Errorf(format, args...)}
}

// asCannotRun makes an error one that kept the command from an answer unless it has
// a code already.
func asCannotRun(err error) error {
	var x *exitError
	if errors.As(err, &x) {
		return err
	}
	return cannotRun("send: %w", err)
}

// exit ends a command with a code and says nothing more; 0 is no error.
func exit(code int) error {
	if code == conformance.ExitOK {
		return nil
	}
	return &exitError{code: code}
}

// asUsage makes an error one of usage unless it has a code already.
func asUsage(err error) error {
	var x *exitError
	if err == nil || errors.As(err, &x) {
		return err
	}
	return &exitError{conformance.ExitUsage, err}
}
