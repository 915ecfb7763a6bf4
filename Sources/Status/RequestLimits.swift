import NIOCore
import NIOHTTPTypes

/// What one client may cost: connections, headers, bodies and time.
struct RequestLimits: Sendable {
    /// Seconds a connection may take to send a whole request, and may idle between two.
    var patience: Duration = .seconds(10)
    /// Connections at once; more of them wait in the listen queue.
    var connections = 512
    /// Bytes of all headers of a request.
    var headerBytes = 16 << 10
    /// Headers of a request.
    var headerCount = 100
    /// Bytes of a request's body. Nothing here reads a body, so this only bounds what is thrown away.
    var bodyBytes = 64 << 10
}

/// Closes a connection whose request body is too long, or comes so slowly that it never ends.
///
/// The server's own idle timer guards the headers but starts anew with every piece of a body.
final class BodyLimit: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let limits: RequestLimits
    private var bytes = 0
    private var begun = ContinuousClock.now

    init(_ limits: RequestLimits) { self.limits = limits }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            bytes = 0
            begun = .now
        case .body(let piece):
            bytes += piece.readableBytes
            if bytes > limits.bodyBytes || .now - begun > limits.patience {
                context.close(promise: nil)
                return
            }
        case .end:
            break
        }
        context.fireChannelRead(data)
    }
}
