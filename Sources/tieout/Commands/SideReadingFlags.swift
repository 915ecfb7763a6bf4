import ArgumentParser
import Engine

/// How one of two sources is read where they differ: said over what is said of both.
struct SideReadingFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How to read the left source alone, in the words of the flags above, such as delimiter=tab.",
            valueName: "flag=value"))
    var leftReading: [String] = []
    @Option(
        help: ArgumentHelp(
            "How to read the right source alone, such as encoding=latin-1.", valueName: "flag=value"))
    var rightReading: [String] = []

    func apply(to job: inout JobFile) throws {
        if !leftReading.isEmpty {
            let told = try JobReading(leftReading, flag: "--left-reading")
            job.leftReading = job.leftReading?.overruled(by: told) ?? told
        }
        if !rightReading.isEmpty {
            let told = try JobReading(rightReading, flag: "--right-reading")
            job.rightReading = job.rightReading?.overruled(by: told) ?? told
        }
    }
}
