package cell_test

import (
	"fmt"

	"github.com/offpush/offpush/tui/cell"
)

func Example() {
	c := cell.New(12, 2, cell.Narrow)
	c.Put(0, 0, cell.Style{Bold: true}, "标题")
	c.Right(12, 0, cell.Style{}, "9:41|")
	c.Fit(0, 1, 12, cell.Style{}, "a text that is too long")
	fmt.Println(c.Plain())
	// Output:
	// 标题   9:41|
	// a text tha..
}
