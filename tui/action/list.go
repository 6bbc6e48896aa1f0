package action

// The actions. Names are grouped by scope: the frame's, the clock's, a screen's.
const (
	Palette  ID = "palette"
	Help     ID = "help"
	Quit     ID = "quit"
	NextPane ID = "next"
	PrevPane ID = "prev"
	Back     ID = "back"
	Redraw   ID = "redraw"
	Language ID = "language"
	Theme    ID = "theme"
	Save     ID = "save"

	ClockPause   ID = "clock.pause"
	ClockFaster  ID = "clock.faster"
	ClockSlower  ID = "clock.slower"
	ClockAdvance ID = "clock.advance"
	ClockReset   ID = "clock.reset"

	SendNow      ID = "send.send"
	SendDry      ID = "send.dry"
	SendExplain  ID = "send.explain"
	SendTemplate ID = "send.template"
	SendHistory  ID = "send.history"
	SendAll      ID = "send.all"
	SendOpen     ID = "send.open"
	SendCopy     ID = "send.copy"

	LiveOpen   ID = "live.open"
	LiveFilter ID = "live.filter"
	LiveTop    ID = "live.top"
	LiveEnd    ID = "live.end"
	LiveCopy   ID = "live.copy"

	DeviceOpen   ID = "devices.open"
	DeviceToggle ID = "devices.toggle"
	DevicePreset ID = "devices.preset"
	DeviceUndo   ID = "devices.undo"
	DeviceVendor ID = "devices.vendor"
	DeviceSize   ID = "devices.size"

	DiagnoseRule   ID = "diagnose.rule"
	DiagnoseWhatIf ID = "diagnose.what-if"
	DiagnoseReplay ID = "diagnose.replay"
	DiagnoseOpen   ID = "diagnose.exchange"
	DiagnoseCopy   ID = "diagnose.copy"
	DiagnosePrev   ID = "diagnose.older"
	DiagnoseNext   ID = "diagnose.newer"
)

// Scopes of the screens.
const (
	Send     Scope = "send"
	Live     Scope = "live"
	Devices  Scope = "devices"
	Diagnose Scope = "diagnose"
)

// Frame are the actions that hold on every screen; the keys 1 to 8 for the
// screens are added by the program from its list of screens. Help and language have
// a place of their own in the footer.
func Frame() []Action {
	return []Action{
		{ID: NextPane, Scope: Global, Keys: []string{"tab"}, Footer: 2},
		{ID: PrevPane, Scope: Global, Keys: []string{"shift+tab"}},
		{ID: Back, Scope: Global, Keys: []string{"esc"}},
		{ID: ClockPause, Scope: Global, Keys: []string{" "}, Footer: 50},
		{ID: ClockFaster, Scope: Global, Keys: []string{"+", "="}},
		{ID: ClockSlower, Scope: Global, Keys: []string{"-", "_"}},
		{ID: ClockAdvance, Scope: Global, Keys: []string{"a"}, Footer: 2},
		{ID: ClockReset, Scope: Global, Keys: []string{"z"}},
		{ID: Save, Scope: Global, Keys: []string{"S", "f4"}, Footer: 2, Command: "offpush scenario run"},
		{ID: Palette, Scope: Global, Keys: []string{"ctrl+k", ":"}, Footer: 80},
		{ID: Language, Scope: Global, Keys: []string{"L", "f2"}},
		{ID: Theme, Scope: Global, Keys: []string{"T", "f3"}},
		{ID: Help, Scope: Global, Keys: []string{"?", "f1"}},
		{ID: Redraw, Scope: Global, Keys: []string{"ctrl+l"}},
		{ID: Quit, Scope: Global, Keys: []string{"q", "ctrl+c"}},
	}
}

// Screens are the actions of the screens.
func Screens() []Action {
	return []Action{
		{ID: SendNow, Scope: Send, Keys: []string{"ctrl+g"}, Footer: 1, Command: "offpush send"},
		{ID: SendAll, Scope: Send, Keys: []string{"*"}, Footer: 3},
		{ID: SendOpen, Scope: Send, Keys: []string{"enter"}, Footer: 4, Command: "offpush explain"},
		{ID: SendTemplate, Scope: Send, Keys: []string{"ctrl+t"}, Footer: 5},
		{ID: SendExplain, Scope: Send, Keys: []string{"ctrl+e"}, Footer: 6, Command: "offpush send --dry-run --explain"},
		{ID: SendDry, Scope: Send, Keys: []string{"ctrl+d"}, Footer: 65, Command: "offpush send --dry-run"},
		{ID: SendHistory, Scope: Send, Keys: []string{"ctrl+r"}},
		{ID: SendCopy, Scope: Send, Keys: []string{"y"}},

		{ID: LiveOpen, Scope: Live, Keys: []string{"enter"}, Footer: 1, Command: "offpush explain"},
		{ID: LiveFilter, Scope: Live, Keys: []string{"/"}, Footer: 1},
		{ID: LiveTop, Scope: Live, Keys: []string{"g", "home"}, Footer: 3},
		{ID: LiveEnd, Scope: Live, Keys: []string{"G", "end"}},
		{ID: LiveCopy, Scope: Live, Keys: []string{"y"}},

		{ID: DeviceOpen, Scope: Devices, Keys: []string{"enter"}, Footer: 1, Command: "offpush explain"},
		{ID: DeviceToggle, Scope: Devices, Keys: []string{"t"}, Footer: 1},
		{ID: DevicePreset, Scope: Devices, Keys: []string{"p"}, Footer: 3},
		{ID: DeviceVendor, Scope: Devices, Keys: []string{"v"}, Footer: 3},
		{ID: DeviceUndo, Scope: Devices, Keys: []string{"u"}, Footer: 4},
		{ID: DeviceSize, Scope: Devices, Keys: []string{"m"}, Footer: 5},

		{ID: DiagnoseRule, Scope: Diagnose, Keys: []string{"enter"}, Footer: 1, Command: "offpush rules"},
		{ID: DiagnoseWhatIf, Scope: Diagnose, Keys: []string{"w"}, Footer: 1},
		{ID: DiagnoseOpen, Scope: Diagnose, Keys: []string{"o"}, Footer: 3},
		{ID: DiagnoseReplay, Scope: Diagnose, Keys: []string{"r"}, Footer: 4},
		{ID: DiagnoseCopy, Scope: Diagnose, Keys: []string{"y"}, Footer: 48},
		{ID: DiagnosePrev, Scope: Diagnose, Keys: []string{"["}, Footer: 55},
		{ID: DiagnoseNext, Scope: Diagnose, Keys: []string{"]"}, Footer: 56},
	}
}
