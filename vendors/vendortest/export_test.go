package vendortest

// CompareRequests is SameRequest without a mock.
var CompareRequests = compareRequests
