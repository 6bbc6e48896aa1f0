package lab

import (
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// Vendors are the catalogue's rows as screens need them, in the catalogue's order.
func Vendors() []desk.Vendor {
	var out []desk.Vendor
	for _, row := range catalog.All() {
		out = append(out, vendorOf(row))
	}
	return out
}

func vendorOf(row catalog.Entry) desk.Vendor {
	f, ep := row.Facts(), row.Endpoint()
	v := desk.Vendor{
		ID: row.ID, Name: f.Name, Accent: row.Accent, Phone: row.Phone, Categories: f.Categories,
		Environments: environments(ep),
	}
	for _, flag := range ep.Flags() {
		if flag.Device {
			v.Switches = append(v.Switches, flag)
		}
	}
	return v
}

// environments are two where the endpoint has a site for the sandbox.
func environments(ep sim.Endpoint) []string {
	for _, s := range ep.Sites() {
		if s.Name == string(ep.Vendor())+"-"+device.Sandbox {
			return []string{device.Production, device.Sandbox}
		}
	}
	return nil
}
