package huawei

import huaweifacts "github.com/offpush/offpush/fixtures/huawei"

// Rights are what AppGallery Connect grants: categories, and what stands beside them.
func (*Endpoint) Rights() []string {
	rights := []string{rightAll, rightHigh, rightVoice, rightCall, rightLiveView, rightLiveView + "."}
	for _, c := range huaweifacts.Facts().Categories {
		rights = append(rights, string(c.Category))
	}
	return rights
}
