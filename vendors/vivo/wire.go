package vivo

import (
	"fmt"
	"net/http"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// message is the body of /message/send, and without the target of
// saveListPayload, all and tagPush. Members without omitempty always travel:
// vivo requires them or gives them defaults that changed over the years.
type message struct {
	AppID           int64             `json:"appId"`
	RegID           string            `json:"regId,omitempty"`
	Alias           string            `json:"alias,omitempty"`
	NotifyType      int               `json:"notifyType"`
	Title           string            `json:"title"`
	Content         string            `json:"content"`
	TimeToLive      *int64            `json:"timeToLive,omitempty"`
	SkipType        int               `json:"skipType"`
	SkipContent     string            `json:"skipContent,omitempty"`
	NetworkType     int               `json:"networkType"`
	ClientCustomMap map[string]string `json:"clientCustomMap,omitempty"`
	Extra           map[string]string `json:"extra,omitempty"`
	RequestID       string            `json:"requestId"`
	PushMode        int               `json:"pushMode"`
	Classification  int               `json:"classification"`
	Category        string            `json:"category,omitempty"`
	NotifyID        *int64            `json:"notifyId,omitempty"`
	ProfileID       string            `json:"profileId,omitempty"`
	SendOnline      *bool             `json:"sendOnline,omitempty"`
	ForegroundShow  *bool             `json:"foregroundShow,omitempty"`
	AddBadge        *bool             `json:"addBadge,omitempty"`
	TimedDisplay    *TimedDisplay     `json:"timedDisplay,omitempty"`
	AuditReview     []AuditReview     `json:"auditReview,omitempty"`
	Marketing       *Marketing        `json:"marketing,omitempty"`
	TagExpression   *TagExpression    `json:"tagExpression,omitempty"`
	ServerSDKVer    string            `json:"serverSdkVer,omitempty"`
}

// listRequest is the body of /message/pushToList. The older SDK also wrote
// pushMode here; it is sent for a test list, which stays one wherever it is read.
type listRequest struct {
	AppID     int64    `json:"appId"`
	RegIDs    []string `json:"regIds,omitempty"`
	Aliases   []string `json:"aliases,omitempty"`
	TaskID    string   `json:"taskId"`
	RequestID string   `json:"requestId"`
	PushMode  int      `json:"pushMode,omitempty"`
}

// userTypeRegID is the user type of recycle, invalidUser/check and tags. Older clients know
// aliases as 2; vivo's code table calls every type but 1 an error (10706).
const userTypeRegID = 1

// recycleRequest is the body of /message/recycle; no userIds means everybody the
// task went to.
type recycleRequest struct {
	AppID    int64    `json:"appId"`
	TaskID   string   `json:"taskId"`
	UserIDs  []string `json:"userIds"`
	UserType int      `json:"userType"`
}

// checkRequest is the body of /invalidUser/check.
type checkRequest struct {
	UserType int      `json:"userType"`
	UserIDs  []string `json:"userIds"`
}

// encode writes JSON as the vendor's SDK does.
func encode(v any) ([]byte, error) {
	b, err := loosejson.Encode(v)
	if err != nil {
		return nil, fmt.Errorf("vivo: %w", err)
	}
	return b, nil
}

// Header names. HTTP compares them without case; vivo's pages spell the second
// one authToken.
const (
	headerContentType = "Content-Type"
	headerAuthToken   = "Authtoken"
)

const contentType = "application/json;charset=UTF-8"

// jsonHeader returns the headers of one request.
func jsonHeader(token string) http.Header {
	h := make(http.Header, 3) // with the transport's User-Agent
	h[headerContentType] = []string{contentType}
	if token != "" {
		h[headerAuthToken] = []string{token}
	}
	return h
}
