package vendors

// Reason is the one vocabulary for "why", shared by all vendors, by senders and
// by the simulator. The vendor's raw code always stands beside it.
type Reason string

// What a vendor or a sender can say to a request.
const (
	ReasonNone                  Reason = ""
	ReasonBadRequest            Reason = "BAD_REQUEST"
	ReasonRequestBuildFailed    Reason = "REQUEST_BUILD_FAILED"
	ReasonCredentialWrong       Reason = "CREDENTIAL_WRONG"
	ReasonCredentialExpired     Reason = "CREDENTIAL_EXPIRED" // includes access tokens
	ReasonCredentialEnv         Reason = "CREDENTIAL_ENV"
	ReasonPackageMismatch       Reason = "PACKAGE_MISMATCH"
	ReasonTokenInvalid          Reason = "TOKEN_INVALID"
	ReasonTokenUnregistered     Reason = "TOKEN_UNREGISTERED"
	ReasonNotTestDevice         Reason = "NOT_TEST_DEVICE"
	ReasonDeviceNotAllowed      Reason = "DEVICE_NOT_ALLOWED" // permission off or inactive; the token is alive
	ReasonChannelMissing        Reason = "CHANNEL_MISSING"
	ReasonChannelInvalid        Reason = "CHANNEL_INVALID"
	ReasonTemplateMissing       Reason = "TEMPLATE_MISSING"
	ReasonTemplateMismatch      Reason = "TEMPLATE_MISMATCH"
	ReasonCategoryInvalid       Reason = "CATEGORY_INVALID"
	ReasonCategoryContradiction Reason = "CATEGORY_CONTRADICTION"
	ReasonContentFiltered       Reason = "CONTENT_FILTERED"
	ReasonPayloadTooLarge       Reason = "PAYLOAD_TOO_LARGE"
	ReasonExtNotJSON            Reason = "EXT_NOT_JSON"
	ReasonAppNotListed          Reason = "APP_NOT_LISTED"
	ReasonAppBlacklisted        Reason = "APP_BLACKLISTED"
	ReasonPushDisabled          Reason = "PUSH_DISABLED"
	ReasonRightMissing          Reason = "RIGHT_MISSING"
	ReasonQuotaAppDay           Reason = "QUOTA_APP_DAY"
	ReasonQPS                   Reason = "QPS"
	ReasonOutsideHours          Reason = "OUTSIDE_HOURS"
	ReasonMessageUnknown        Reason = "MESSAGE_UNKNOWN" // a stored body or task that is not there (any more)
	ReasonVendorError           Reason = "VENDOR_ERROR"
	ReasonNetwork               Reason = "NETWORK"
	ReasonBreakerOpen           Reason = "BREAKER_OPEN"
)

// What becomes of an accepted message on its way to the screen.
const (
	ReasonQuotaDeviceDay       Reason = "QUOTA_DEVICE_DAY"
	ReasonAppUninstalled       Reason = "APP_UNINSTALLED"
	ReasonTokenNotOnDevice     Reason = "TOKEN_NOT_ON_DEVICE"
	ReasonUserMismatch         Reason = "USER_MISMATCH"
	ReasonDeviceInactive       Reason = "DEVICE_INACTIVE"
	ReasonDeviceOffline        Reason = "DEVICE_OFFLINE"
	ReasonTTLExpired           Reason = "TTL_EXPIRED"
	ReasonOverwritten          Reason = "OVERWRITTEN"
	ReasonAppProcessAbsent     Reason = "APP_PROCESS_ABSENT"
	ReasonFrequencyControl     Reason = "FREQ_CONTROL"
	ReasonServerControl        Reason = "SERVER_CONTROL"
	ReasonDowngraded           Reason = "DOWNGRADED"             // re-classified, still delivered
	ReasonDowngradedThenCapped Reason = "DOWNGRADED_THEN_CAPPED" // re-classified, then over a cap
	ReasonDuplicate            Reason = "DUPLICATE"              // same content again
	ReasonAuditRejected        Reason = "AUDIT_REJECTED"         // found by the vendor after it said yes
	ReasonNotifySwitchOff      Reason = "NOTIFY_SWITCH_OFF"
	ReasonPermissionDenied     Reason = "PERMISSION_DENIED"
	ReasonForegroundSuppressed Reason = "FOREGROUND_SUPPRESSED"
	ReasonSilentByClass        Reason = "SILENT_BY_CLASS"
	ReasonFoldedByClass        Reason = "FOLDED_BY_CLASS"
	ReasonRecalled             Reason = "RECALLED"
	ReasonClickTargetInvalid   Reason = "CLICK_TARGET_INVALID"
	// ReasonNotDisplayed: the phone says it was not shown and gives no cause.
	ReasonNotDisplayed Reason = "NOT_DISPLAYED"
)
