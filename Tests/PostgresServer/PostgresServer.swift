import Foundation

/// A PostgreSQL server for the tests of one process: a data folder of its own, a socket in it, no port.
///
/// It installs nothing. Where the machine has no server, tests that want one are skipped; with `CI=true`
/// in the environment they fail.
public final class PostgresServer: Sendable {
    /// Folder of the socket: the server's host.
    public let folder: String
    /// The role that may do everything, without a password.
    public static let user = "tieout"
    /// A role that needs a password, and that.
    public static let guarded = (user: "guarded", password: "open sesame")

    private let programs: String

    /// Folder of initdb and postgres; nil where there are none.
    public static let installed: String? = {
        var folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(
            String.init)
        let debian = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
        folders += versions.sorted { $0.compare($1, options: .numeric) == .orderedDescending }.map {
            "\(debian)/\($0)/bin"
        }
        return folders.first { folder in
            ["initdb", "postgres", "psql"].allSatisfy {
                FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
            }
        }
    }()

    /// Whether tests with a server are to run, or to fail for want of one.
    public static let isWanted = installed != nil || ProcessInfo.processInfo.environment["CI"] == "true"

    /// The server of this process, started when first asked for.
    public static let shared: Result<PostgresServer, any Error> = Result { try PostgresServer() }

    private init() throws {
        guard let programs = Self.installed else { throw Failure("no PostgreSQL server is installed") }
        self.programs = programs
        // A socket's path has to be short.
        folder = "/tmp/tieout-pg-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if Self.isRoot { _ = try Self.run("/bin/chown", [Self.account, folder]) }
        _ = try asServer([
            "\(programs)/initdb", "-D", "\(folder)/data", "-U", Self.user, "-A", "trust", "-E", "UTF8",
            "--no-locale", "--no-sync",
        ])
        let rules = "local all \(Self.guarded.user) scram-sha-256\nlocal all all trust\n"
        try start(rules: rules)
        _ = try query("CREATE ROLE \(Self.guarded.user) LOGIN SUPERUSER PASSWORD '\(Self.guarded.password)'")
    }

    /// The server lives as long as this process: its shell waits for the end of a pipe that only we hold.
    private func start(rules: String) throws {
        let file = "\(folder)/hba.conf"
        try Data(rules.utf8).write(to: URL(fileURLWithPath: file))
        let server = Process()
        let script = """
            '\(programs)/postgres' -D '\(folder)/data' -k '\(folder)' -c listen_addresses= -c fsync=off \
            -c hba_file='\(file)' -c max_connections=20 >'\(folder)/data/log' 2>&1 &
            server=$!
            cat >/dev/null
            kill -INT $server
            wait $server
            rm -rf '\(folder)'
            """
        (server.executableURL, server.arguments) = Self.command(["/bin/sh", "-c", script])
        server.standardInput = Self.held
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try server.run()
        for _ in 0..<300 {
            if (try? query("SELECT 1")) != nil { return }
            usleep(100_000)
        }
        let log = (try? String(contentsOfFile: "\(folder)/data/log", encoding: .utf8)) ?? ""
        throw Failure("the server did not start: \(log)")
    }

    private static let held = Pipe()

    /// Runs SQL in a database, by psql; what it prints, without headers.
    @discardableResult
    public func query(_ sql: String, in database: String = "postgres", input: String? = nil) throws -> String
    {
        try Self.run(
            "\(programs)/psql",
            [
                "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", Self.user, "-d",
                database, "-c", sql,
            ],
            input: input)
    }

    /// An address of a database of this server, with the parameters that read something in it.
    public func address(_ parameters: String, database: String = "postgres", user: String = user) -> String {
        let host = folder.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "%2F")
        return "postgresql://\(user)@\(host)/\(database)?\(parameters)"
    }

    // MARK: Processes

    /// What went wrong with the server.
    public struct Failure: Error, CustomStringConvertible {
        /// What was said.
        public let description: String

        init(_ description: String) { self.description = description }
    }

    private static let isRoot = geteuid() == 0

    /// A server refuses to run as root.
    private static let account = getpwnam("postgres") != nil ? "postgres" : "nobody"

    private static func command(_ words: [String]) -> (URL, [String]) {
        guard isRoot else { return (URL(fileURLWithPath: words[0]), Array(words.dropFirst())) }
        let switching = ["setpriv", "--reuid=\(account)", "--regid=\(getgid(of: account))", "--clear-groups"]
        return (URL(fileURLWithPath: "/usr/bin/env"), switching + words)
    }

    private static func getgid(of account: String) -> UInt32 { getpwnam(account)?.pointee.pw_gid ?? 65534 }

    private func asServer(_ words: [String]) throws -> String {
        let (program, arguments) = Self.command(words)
        return try Self.run(program.path, arguments)
    }

    private static func run(_ program: String, _ arguments: [String], input: String? = nil) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
        let (output, given) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = output
        process.standardInput = input == nil ? FileHandle.nullDevice : given
        try process.run()
        if let input {
            given.fileHandleForWriting.write(Data(input.utf8))
            try given.fileHandleForWriting.close()
        }
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure("\(program): \(said)") }
        return said
    }
}
