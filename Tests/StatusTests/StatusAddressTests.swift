import Records
import Status
import Testing

@Suite struct StatusAddressTests {
    @Test(arguments: [
        ("8080", "127.0.0.1", 8080), ("0", "127.0.0.1", 0), ("65535", "127.0.0.1", 65_535),
        ("0.0.0.0:9100", "0.0.0.0", 9100), ("127.0.0.1:80", "127.0.0.1", 80),
        ("localhost:8080", "localhost", 8080), ("my-host.example:8080", "my-host.example", 8080),
        ("[::1]:8080", "::1", 8080), ("[fe80::1%eth0]:1", "fe80::1%eth0", 1), ("007", "127.0.0.1", 7),
    ])
    func accepts(text: String, host: String, port: Int) throws {
        let address = try StatusAddress(parsing: text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(try StatusAddress(parsing: address.description) == address)
    }

    @Test(arguments: [
        "", ":", ":8080", "8080:", "localhost", "localhost:", "65536", "100000", "-1", "+80", "80 ", " 80",
        "0x50",
        "8O80", "1:2:3", "::1:8080", "[::1]", "[::1]8080", "[]:8080", "[127.0.0.1]:80",
        "http://localhost:8080",
        "local host:80", "host/path:80", "é:80", "٨٠", "99999999999999999999",
    ])
    func refuses(text: String) {
        let error = #expect(throws: TieoutError.self) { try StatusAddress(parsing: text) }
        #expect(error?.exitCode == 2)
        #expect(error?.remedy?.contains("[ADDRESS:]PORT") == true)
        #expect(error.map { "\($0)" }?.contains("\n") == false)
    }
}
