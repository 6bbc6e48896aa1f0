package cli

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/vendors"
)

// vendorShape is one vendor in vendors -o json.
type vendorShape struct {
	Vendor     vendors.Vendor `json:"vendor"`
	Name       vendors.Text   `json:"name"`
	BatchMin   int            `json:"batch_min"`
	BatchMax   int            `json:"batch_max"`
	Abilities  []string       `json:"abilities"`
	Codes      int            `json:"codes"`
	Categories int            `json:"categories"`
	Rules      int            `json:"rules"`
	Cases      int            `json:"cases"`
	Facts      string         `json:"facts"`
	TimeZone   string         `json:"time_zone"`
	Credential []string       `json:"credentials"`
	Logins     []loginShape   `json:"logins"`
}

// loginShape is one set of credentials that will do.
type loginShape struct {
	Needs []string `json:"needs"`
	May   []string `json:"may"`
	// Version and Abilities are of a login that makes a sender of another API version.
	Version   string   `json:"version,omitempty"`
	Abilities []string `json:"abilities,omitempty"`
}

func (a *App) vendorsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "vendors [VENDOR]",
		Short: "Show what is known about each vendor and what its sender can do",
		Long: "The first table counts what is known; the second is a capability table: which calls each " +
			"vendor's sender has, by opening it, in a column for each protocol. A sender may have further " +
			"methods, which its package names. Whether the vendor gave your app the right to a call is not known here.",
		Example: "  offpush vendors\n  offpush vendors vivo -o json",
		Args:    takes("[VENDOR]"), ValidArgsFunction: completeVendors,
		RunE: func(_ *cobra.Command, args []string) error { return a.vendors(strings.Join(args, "")) },
	}
}

func (a *App) vendors(name string) error {
	rows, err := rowsOf(name)
	if err != nil {
		return err
	}
	var list []vendorShape
	for _, row := range rows {
		s, err := shapeVendor(row)
		if err != nil {
			return cannotRun("vendors: %w", err)
		}
		list = append(list, s)
	}
	if !a.text() {
		return lines(a, struct {
			SchemaVersion int           `json:"schemaVersion"`
			Vendors       []vendorShape `json:"vendors"`
		}{schemaVersion, list}, list)
	}
	t := &table{}
	t.row(a.t("VENDOR", "厂商"), a.t("BATCH", "批量"), a.t("CODES", "错误码"), a.t("RULES", "规则"),
		a.t("CASES", "用例"), a.t("FACTS", "核对日期"))
	for _, v := range list {
		batch := fmt.Sprintf("%d..%d", v.BatchMin, v.BatchMax)
		if v.BatchMax == 0 {
			batch = a.t("none", "无")
		}
		t.row(a.paint(string(v.Vendor), bold), batch, fmt.Sprint(v.Codes),
			fmt.Sprint(v.Rules), fmt.Sprint(v.Cases), v.Facts)
	}
	a.printf("%s\n%s", t, a.abilityTable(list))
	return nil
}

// senderColumn is one sender in the capability table.
type senderColumn struct {
	name      string
	abilities []string
}

// senderColumns are the senders of each vendor, the usual one first.
func senderColumns(list []vendorShape) []senderColumn {
	var out []senderColumn
	for _, v := range list {
		out = append(out, senderColumn{string(v.Vendor), v.Abilities})
		for _, l := range v.Logins {
			if l.Version != "" {
				out = append(out, senderColumn{string(v.Vendor) + "/" + l.Version, l.Abilities})
			}
		}
	}
	return out
}

// abilityTable shows what each sender can do: a line for an ability, a column
// for a sender.
func (a *App) abilityTable(list []vendorShape) *table {
	t, senders := &table{}, senderColumns(list)
	head := []string{a.t("WHAT ITS SENDER CAN DO", "发送端能力")}
	for _, s := range senders {
		head = append(head, s.name)
	}
	t.row(head...)
	for _, ability := range vendors.AllAbilities() {
		line := []string{ability.Name.In(a.t("en", "zh"))}
		for _, s := range senders {
			mark := "-"
			if slices.Contains(s.abilities, ability.Word) {
				mark = a.t("yes", "有")
			}
			line = append(line, mark)
		}
		t.row(line...)
	}
	return t
}

func shapeVendor(row catalog.Entry) (vendorShape, error) {
	f, ep := row.Facts(), row.Endpoint()
	able, err := abilities(row, "")
	if err != nil {
		return vendorShape{}, err
	}
	var logins []loginShape
	for _, l := range row.Logins {
		shape := loginShape{Needs: l.Needs, May: append([]string{}, l.May...), Version: l.Version}
		if l.Version != "" {
			if shape.Abilities, err = abilities(row, l.Version); err != nil {
				return vendorShape{}, err
			}
		}
		logins = append(logins, shape)
	}
	return vendorShape{
		Vendor: row.ID, Name: f.Name, BatchMin: f.Batch.Min, BatchMax: f.Batch.Max, Abilities: able,
		Codes: len(f.Codes), Categories: len(f.Categories), Rules: len(ep.Rules()), Cases: len(row.Cases()),
		Facts: f.Checked, TimeZone: f.TimeZone, Credential: row.Credentials(),
		Logins: logins,
	}, nil
}

// abilities are the optional interfaces the vendor's sender has; version is that of the
// API, where a login names one.
func abilities(row catalog.Entry, version string) ([]string, error) {
	creds := vendors.Credentials{}
	for k, v := range row.Endpoint().MintCredentials(1, "abilities") {
		creds[k] = vendors.Secret(v)
	}
	if version != "" {
		creds["api_version"] = vendors.Secret(version)
	}
	s, err := row.Open(vendors.Config{Credentials: creds}, offline{})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, a := range vendors.AbilitiesOf(s) {
		out = append(out, a.Word)
	}
	return out, nil
}

// offline is a transport that carries nothing.
type offline struct{}

// RoundTrip implements http.RoundTripper.
func (offline) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("nothing is sent here")
}
