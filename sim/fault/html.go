package fault

import (
	"context"
	"net/http"

	"github.com/offpush/offpush/vendors"
)

// gatewayPage is what nginx sends when the server behind it is gone.
const gatewayPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n" +
	"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"

// html answers as a gateway in front of the vendor does.
func html() effect {
	return effect{
		kind:  HTML,
		title: vendors.Text{EN: "502 with an HTML page, as a gateway answers", ZH: "网关返回的 502 HTML 页面"},
		uses:  []string{"late"},
		strike: func(_ context.Context, _ *Set, _ *Fault, r *Reaction) Next {
			*r = Reaction{Status: http.StatusBadGateway, Type: "text/html", Body: []byte(gatewayPage)}
			return Reply
		},
	}
}
