import ArgumentParser
import Records

/// Runs `body`; an error becomes one line on stderr and the exit code that goes with it.
func reportingErrors(_ body: () throws -> Void) throws {
    do { try body() } catch let error as TieoutError {
        printError("tieout: \(error)")
        throw ExitCode(error.exitCode)
    }
}
