package apns

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// certificateRules judge a client certificate. In practice Apple says the same two
// reasons in a GOAWAY frame; the simulator answers the documented 403.
func certificateRules() []sim.Rule {
	renew := t("make a new certificate; do not reconnect with this one", "重新生成证书；不要用该证书反复重连")
	return in(rule.Gate, rule.StageAuth, docAnswers(), check(rule.Info{
		ID: "AP-AUT-030", Order: 500, Code: "BadCertificate", Reason: vendors.ReasonCredentialWrong,
		Title:   t("A certificate of Apple's", "证书须由苹果签发且在有效期内"),
		Because: t("the lab's authority, which stands for Apple, did not issue this certificate, or its time is over", "证书不是由（代表苹果的）实验室 CA 签发，或已过期"),
		Advice:  renew,
	}, func(c *sim.Ctx, p *Push) bool {
		return p.cert != nil && !p.certTrusted && !registered(p.cert, c.Credential(credCert))
	}), check(rule.Info{
		ID: "AP-AUT-031", Order: 510, Code: "BadCertificate", Reason: vendors.ReasonCredentialWrong,
		Title:   t("A certificate that was not revoked", "证书已吊销"),
		Because: t("the certificate was revoked", "证书已吊销"),
		Advice:  renew,
	}, func(c *sim.Ctx, p *Push) bool { return p.cert != nil && c.Flag(flagCert) == "revoked" }), check(rule.Info{
		ID: "AP-AUT-032", Order: 520, Code: "BadCertificateEnvironment", Reason: vendors.ReasonCredentialEnv,
		Title:   t("A certificate of this environment", "证书环境须匹配"),
		Because: t("the certificate is for the other environment", "证书属于另一环境（沙盒/生产）"),
		Advice:  t("use the certificate's own host, or a combined certificate", "使用证书对应的环境，或改用通用证书"),
	}, func(_ *sim.Ctx, p *Push) bool { return p.cert != nil && !covers(p.cert, p.environment) }))
}
