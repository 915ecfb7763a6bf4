import Dispatch
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Records
import Synchronization

/// A server that listens: its thread, its task, its port.
///
/// It is built from Hummingbird's server and router without its `Application`, whose service group
/// needs Swift's cooperative pool to start and to stop. Here nothing does: a pool without a free thread
/// changes nothing.
final class Running: Sendable {
    let port: Int
    private let threads: MultiThreadedEventLoopGroup
    private let executor: LoopExecutor
    private let server: Server<HTTP1Channel>
    private let task: Task<Void, Never>
    private let ended: DispatchSemaphore

    /// Returns once the port is open.
    ///
    /// - Throws: `TieoutError`.
    init(router: Router<BasicRequestContext>, address: StatusAddress, limits: RequestLimits) throws {
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let executor = LoopExecutor(threads.next())
        let opening = Opening()
        let ended = DispatchSemaphore(value: 0)
        let server = Server(
            childChannelSetup: Running.channel(router.buildResponder(), limits),
            configuration: ServerConfiguration(
                address: .hostname(address.host, port: address.port), backlog: 1024,
                availableConnectionsDelegate: .maximum(limits.connections, logger: silence)),
            onServerRunning: { channel in
                opening.finish(.success(channel.localAddress?.port ?? address.port))
            },
            eventLoopGroup: threads, logger: silence)
        task = Task(executorPreference: executor) {
            do { try await server.run() } catch { opening.finish(.failure(error)) }
            opening.finish(.failure(CancellationError()))
            ended.signal()
        }
        do {
            port = try opening.wait()
        } catch {
            ended.wait()
            Running.end(threads)
            throw Running.refusal(of: address, error)
        }
        self.threads = threads
        self.executor = executor
        self.server = server
        self.ended = ended
    }

    /// Lets answers under way finish, then ends what does not end by itself.
    func stop() {
        Task(executorPreference: executor) { [server] in try? await server.shutdownGracefully() }
        if ended.wait(timeout: .now() + .milliseconds(500)) == .timedOut {
            task.cancel()
            // A thread whose tasks still run cannot be taken away; it dies with the process.
            guard ended.wait(timeout: .now() + .milliseconds(500)) == .success else { return }
        }
        Running.end(threads)
    }

    /// Ends the thread, and waits for it a little: the next server may want its port.
    private static func end(_ threads: MultiThreadedEventLoopGroup) {
        let closed = DispatchSemaphore(value: 0)
        threads.shutdownGracefully(queue: DispatchQueue(label: "tieout.status")) { _ in closed.signal() }
        _ = closed.wait(timeout: .now() + .seconds(1))
    }

    /// What happens on one connection.
    private static func channel(
        _ responder: RouterResponder<BasicRequestContext>, _ limits: RequestLimits
    ) -> HTTP1Channel {
        HTTP1Channel(
            responder: { request, writer, channel in
                let source = ApplicationRequestContextSource(channel: channel, logger: silence)
                var response: Response
                do {
                    response = try await responder.respond(
                        to: request, context: BasicRequestContext(source: source))
                } catch {
                    response = Response(status: .internalServerError)
                }
                response.headers[.date] = HTTPDate.now
                try await writer.write(response: response.head, body: response.body)
            },
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [BodyLimit(limits)],
                idleTimeout: TimeAmount(limits.patience),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: limits.headerCount)))
    }

    private static func refusal(of address: StatusAddress, _ error: any Error) -> TieoutError {
        let code = (error as? IOError)?.errnoCode
        let (what, remedy) =
            switch code {
            case EADDRINUSE:
                ("the port is in use", "choose another, or 0 for any that is free")
            case EACCES, EPERM:
                ("the port may not be opened by this user", "choose one above 1023")
            case EADDRNOTAVAIL, EAFNOSUPPORT:
                ("this machine does not have the address", "choose one of its own, such as 127.0.0.1")
            case let code?:
                (String(cString: strerror(code)), "choose another address or port")
            case nil:
                ("the address cannot be found", "give a numeric address, such as 127.0.0.1")
            }
        return TieoutError(what, at: "--status \(address)", remedy: remedy)
    }
}

/// The server's own log goes nowhere: what matters is thrown, and requests are nobody's business.
private let silence = Logger(label: "tieout.status", factory: { _ in SwiftLogNoOpLogHandler() })

/// How the opening of a port ended, for the thread that waits for it.
private final class Opening: Sendable {
    private let result = Mutex<Result<Int, any Error>?>(nil)
    private let known = DispatchSemaphore(value: 0)

    /// The first word counts.
    func finish(_ outcome: Result<Int, any Error>) {
        let first = result.withLock { result in
            defer { result = result ?? outcome }
            return result == nil
        }
        if first { known.signal() }
    }

    func wait() throws -> Int {
        known.wait()
        return try result.withLock { try $0.unsafelyUnwrapped.get() }
    }
}
