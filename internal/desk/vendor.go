package desk

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// Vendor is what forms and screens know of a vendor.
type Vendor struct {
	ID     vendors.Vendor
	Name   vendors.Text
	Accent string // brand colour, "#rrggbb"
	Phone  Look
	// Categories are the values of the vendor's category field.
	Categories []vendors.CategoryFact
	// Environments are those a phone's token can be of, the usual one first; nil where
	// the vendor does not tell them apart.
	Environments []string
	// Switches are the properties of a phone that only this vendor's rules look at.
	Switches []sim.Flag
}

// Look is how a vendor's phones differ to the eye.
type Look struct {
	// Brand is the word on the phone.
	Brand vendors.Text
	// Drawer is what its users call the place where notifications wait.
	Drawer vendors.Text
	// Home is what is at the lower edge of its screen.
	Home Home
}

// Home is how one goes home on a phone.
type Home string

// Phones have a bar to swipe up from, or keys.
const (
	HomeBar  Home = "bar"
	HomeKeys Home = "keys"
)
