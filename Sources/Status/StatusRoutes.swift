import HTTPTypes
import Hummingbird
import Pages

/// One thing that can be asked for.
private struct Route: Sendable {
    var path: String
    var mediaType: String
    var body: @Sendable () -> ByteBuffer
}

/// Every route of the status endpoint, and what anything else gets. Whatever serves more than one run
/// puts its routes beside these.
func statusRouter(_ answers: StatusAnswers) -> Router<BasicRequestContext> {
    let page = ByteBuffer(string: StatusPage.html)
    let routes = [
        Route(path: "/", mediaType: htmlType) { page },
        Route(path: "/health", mediaType: jsonType) { ByteBuffer(string: #"{"status":"ok"}"# + "\n") },
        Route(path: "/status", mediaType: jsonType) { answers.status },
        Route(path: "/metrics", mediaType: PrometheusText.mediaType) { answers.metrics },
    ]
    let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RefusalsInJSON(paths: Set(routes.map(\.path))))
    for route in routes {
        // Headers are made once: making them costs a request as much as routing it.
        let headers = headers(route.mediaType)
        router.get(RouterPath(route.path)) { _, _ in
            Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: route.body()))
        }
    }
    return router
}

private let htmlType = "text/html; charset=utf-8"
private let jsonType = "application/json; charset=utf-8"

/// No browser may guess an answer into a script, nor frame the page; the page itself loads nothing but
/// `/status`.
private func headers(_ mediaType: String) -> HTTPFields {
    var headers: HTTPFields = [
        .contentType: mediaType, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
    ]
    if mediaType == htmlType {
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
            + "img-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    }
    return headers
}

/// What cannot be answered gets its status and one JSON object: 404 for an unknown path, 405 for a
/// known path and another method than GET and HEAD.
private struct RefusalsInJSON: RouterMiddleware {
    typealias Context = BasicRequestContext
    let paths: Set<String>

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return paths.contains(request.uri.path) ? wrongMethod() : unknownPath()
        } catch {
            return refusal(.internalServerError, "internal error")
        }
    }

    private func wrongMethod() -> Response {
        var response = refusal(.methodNotAllowed, "this endpoint is read-only; use GET")
        response.headers[.allow] = "GET, HEAD"
        return response
    }

    private func unknownPath() -> Response {
        refusal(.notFound, "no such path; there are \(paths.sorted().joined(separator: ", "))")
    }

    private func refusal(_ status: HTTPResponse.Status, _ message: String) -> Response {
        let text = JSONText.object { json in
            json.field("status", status.code)
            json.field("error", message)
        }
        return Response(
            status: status, headers: headers(jsonType),
            body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
    }
}
