import FileRecords
import FileScan
import Records
import Testing

@Suite struct WalkTests {
    @Test func aRootThatIsNotThereIsAnError() {
        #expect(throws: TieoutError.self) {
            try walkTrees(
                [Array("/nowhere/at/all".utf8)], options: WalkOptions(), threads: 1,
                monitor: RunMonitor(run: "test"))
        }
    }
}
