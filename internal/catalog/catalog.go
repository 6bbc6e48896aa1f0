// Package catalog is the list of vendors: one row each, with everything that makes
// the vendor part of offpush. The lab, the command line and the terminal UI know
// vendors only through these rows; adding one is adding a row.
package catalog

import (
	"net/http"
	"slices"

	"github.com/offpush/offpush/conformance"
	confapns "github.com/offpush/offpush/conformance/apns"
	conffcm "github.com/offpush/offpush/conformance/fcm"
	confhonor "github.com/offpush/offpush/conformance/honor"
	confhuawei "github.com/offpush/offpush/conformance/huawei"
	confmeizu "github.com/offpush/offpush/conformance/meizu"
	confoppo "github.com/offpush/offpush/conformance/oppo"
	confvivo "github.com/offpush/offpush/conformance/vivo"
	confxiaomi "github.com/offpush/offpush/conformance/xiaomi"
	apnsfacts "github.com/offpush/offpush/fixtures/apns"
	fcmfacts "github.com/offpush/offpush/fixtures/fcm"
	honorfacts "github.com/offpush/offpush/fixtures/honor"
	huaweifacts "github.com/offpush/offpush/fixtures/huawei"
	meizufacts "github.com/offpush/offpush/fixtures/meizu"
	oppofacts "github.com/offpush/offpush/fixtures/oppo"
	vivofacts "github.com/offpush/offpush/fixtures/vivo"
	xiaomifacts "github.com/offpush/offpush/fixtures/xiaomi"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	simapns "github.com/offpush/offpush/sim/apns"
	simfcm "github.com/offpush/offpush/sim/fcm"
	simhonor "github.com/offpush/offpush/sim/honor"
	simhuawei "github.com/offpush/offpush/sim/huawei"
	simmeizu "github.com/offpush/offpush/sim/meizu"
	simoppo "github.com/offpush/offpush/sim/oppo"
	simvivo "github.com/offpush/offpush/sim/vivo"
	simxiaomi "github.com/offpush/offpush/sim/xiaomi"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
	"github.com/offpush/offpush/vendors/fcm"
	"github.com/offpush/offpush/vendors/honor"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/meizu"
	"github.com/offpush/offpush/vendors/oppo"
	"github.com/offpush/offpush/vendors/vivo"
	"github.com/offpush/offpush/vendors/xiaomi"
)

// Entry is one vendor's row. Every field is needed.
type Entry struct {
	ID vendors.Vendor
	// Accent is the brand's colour on screens, #rrggbb.
	Accent string
	// Phone is how the vendor's phones look.
	Phone desk.Look
	// Facts is what the vendor says; the result is read only.
	Facts func() *vendors.Facts
	// Open makes a sender for one app; transport nil is the default one.
	Open func(cfg vendors.Config, transport http.RoundTripper) (vendors.Sender, error)
	// Logins are the sets of credentials Open takes, the usual one first.
	Logins []Login
	// DecodeOverride reads the vendor's own message fields from JSON.
	DecodeOverride func(data []byte) (vendors.Override, error)
	// Endpoint is the vendor's mock.
	Endpoint func() sim.Endpoint
	// Cases are the vendor's conformance cases, Mutants its bad senders.
	Cases   func() []conformance.Case
	Mutants func() []conformance.Mutant
}

// Login is one way for a sender to say who it is: credentials that are needed, and
// others that may be added, under the vendor's field names.
type Login struct {
	Needs, May []string
	// Version is the value of the credential api_version that makes another sender of
	// this login, with other abilities; empty: it is the first login's sender.
	Version string
}

// Credentials are the fields of all of a row's logins.
func (e Entry) Credentials() []string {
	var all []string
	for _, l := range e.Logins {
		all = append(append(all, l.Needs...), l.May...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// All returns the rows in the order people see them.
func All() []Entry {
	return []Entry{
		{
			ID: vendors.Huawei, Accent: "#cf0a2c", Phone: android("HUAWEI", "华为"),
			Logins: []Login{{
				Needs: []string{"client_id", "client_secret"},
				May:   []string{"app_id", "api_version", "project_id"},
			}, {
				// HarmonyOS 5 and later.
				Needs:   []string{"api_version", "project_id", "key_id", "sub_account", "private_key"},
				May:     []string{"client_id"},
				Version: huawei.APIv3,
			}},
			Facts: huaweifacts.Facts, Open: huawei.Open, DecodeOverride: huawei.DecodeOverride,
			Endpoint: simhuawei.New, Cases: confhuawei.Cases, Mutants: confhuawei.Mutants,
		},
		{
			ID: vendors.Honor, Accent: "#00a3e0", Phone: android("HONOR", "荣耀"),
			Logins: []Login{{Needs: []string{"app_id", "client_id", "client_secret"}}},
			Facts:  honorfacts.Facts, Open: honor.Open, DecodeOverride: honor.DecodeOverride,
			Endpoint: simhonor.New, Cases: confhonor.Cases, Mutants: confhonor.Mutants,
		},
		{
			ID: vendors.Xiaomi, Accent: "#ff6900", Phone: android("Xiaomi", "小米"),
			Logins: []Login{{
				Needs: []string{"app_secret", "package_name"},
				May:   []string{"app_id", "app_key", "api_version", "channels", "region"},
			}},
			Facts: xiaomifacts.Facts, Open: xiaomi.Open, DecodeOverride: xiaomi.DecodeOverride,
			Endpoint: simxiaomi.New, Cases: confxiaomi.Cases, Mutants: confxiaomi.Mutants,
		},
		{
			ID: vendors.OPPO, Accent: "#00a368", Phone: android("OPPO", "OPPO"),
			Logins: []Login{{Needs: []string{"app_key", "master_secret"}, May: []string{"region"}}},
			Facts:  oppofacts.Facts, Open: oppo.Open, DecodeOverride: oppo.DecodeOverride,
			Endpoint: simoppo.New, Cases: confoppo.Cases, Mutants: confoppo.Mutants,
		},
		{
			ID: vendors.Vivo, Accent: "#415fff", Phone: android("vivo", "vivo"),
			Logins: []Login{{Needs: []string{"app_id", "app_key", "app_secret"}}},
			Facts:  vivofacts.Facts, Open: vivo.Open, DecodeOverride: vivo.DecodeOverride,
			Endpoint: simvivo.New, Cases: confvivo.Cases, Mutants: confvivo.Mutants,
		},
		{
			ID: vendors.Meizu, Accent: "#008cff", Phone: android("MEIZU", "魅族"),
			Logins: []Login{{Needs: []string{"app_id", "app_secret"}}},
			Facts:  meizufacts.Facts, Open: meizu.Open, DecodeOverride: meizu.DecodeOverride,
			Endpoint: simmeizu.New, Cases: confmeizu.Cases, Mutants: confmeizu.Mutants,
		},
		{
			ID: vendors.APNs, Accent: "#8e8e93",
			Phone: desk.Look{
				Brand: vendors.Text{EN: "Apple", ZH: "苹果"}, Home: desk.HomeBar,
				Drawer: vendors.Text{EN: "Notification Center", ZH: "通知中心"},
			},
			Logins: []Login{
				{Needs: []string{"team_id", "key_id", "p8", "topic"}, May: []string{"environment"}},
				{Needs: []string{"p12"}, May: []string{"p12_password", "topic", "environment"}},
				{Needs: []string{"certificate"}, May: []string{"certificate_key", "topic", "environment"}},
			},
			Facts: apnsfacts.Facts, Open: apns.Open, DecodeOverride: apns.DecodeOverride,
			Endpoint: simapns.New, Cases: confapns.Cases, Mutants: confapns.Mutants,
		},
		{
			ID: vendors.FCM, Accent: "#ff9100", Phone: android("FCM", "FCM"),
			Logins: []Login{{Needs: []string{"service_account"}, May: []string{"project_id"}}},
			Facts:  fcmfacts.Facts, Open: fcm.Open, DecodeOverride: fcm.DecodeOverride,
			Endpoint: simfcm.New, Cases: conffcm.Cases, Mutants: conffcm.Mutants,
		},
	}
}

// android is the look of phones that differ in their brand alone.
func android(en, zh string) desk.Look {
	return desk.Look{
		Brand: vendors.Text{EN: en, ZH: zh}, Home: desk.HomeKeys,
		Drawer: vendors.Text{EN: "Shade", ZH: "通知栏"},
	}
}

// Find returns a vendor's row.
func Find(id vendors.Vendor) (Entry, bool) {
	for _, e := range All() {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// IDs are the names of all vendors, in order.
func IDs() []string {
	var ids []string
	for _, e := range All() {
		ids = append(ids, string(e.ID))
	}
	return ids
}

// Endpoints makes every vendor's mock.
func Endpoints() []sim.Endpoint {
	var eps []sim.Endpoint
	for _, e := range All() {
		eps = append(eps, e.Endpoint())
	}
	return eps
}
