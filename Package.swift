// swift-tools-version: 6.1
// Tieout: a batch reconciliation engine. Targets stand in the order in which the data flows.
import PackageDescription

/// `ExistentialAny`: a box (`any P`) is visible where it is paid for.
let swift: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

/// The kernels carry their instruction sets per function; no target has CPU flags.
let kernels: [CSetting] = [.unsafeFlags(["-O3"])]

/// A stage sees the vocabulary and leaf targets, never another stage.
func stage(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: ["Records"] + dependencies, swiftSettings: swift)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.target(name: name), "TestSupport"] + (name == "Records" ? [] : ["Records"])
            + dependencies,
        swiftSettings: swift)
}

let package = Package(
    name: "tieout",
    products: [.executable(name: "tieout", targets: ["tieout"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // MARK: Leaf C
        .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
        .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"])]),
        .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CBZip2", providers: [.apt(["libbz2-dev"])]),
        .systemLibrary(name: "CMagic", providers: [.apt(["libmagic-dev"])]),
        .target(name: "CKernels", cSettings: kernels),
        .target(name: "CLinux"),

        // MARK: Vocabulary
        .target(name: "Records", dependencies: ["CXXHash", "CKernels"], swiftSettings: swift),
        .target(name: "Phonetics", swiftSettings: swift),
        .target(name: "Pages", swiftSettings: swift),
        .target(name: "PackedTables", dependencies: ["Records", "CLinux"], swiftSettings: swift),
        .target(name: "FileRecords", dependencies: ["Records", "CLinux"], swiftSettings: swift),

        // MARK: Stages
        stage(
            "Ingest",
            [
                "CLibCSV", "CKernels", "CPostgreSQL", "CZlib", "CZstd", "CBZip2",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        stage("Profile"),
        stage("Normalise", ["CKernels"]),
        stage("Blocking", ["CKernels", "Phonetics"]),
        stage("Neighbours", ["CKernels"]),
        stage("Scoring", ["CKernels", "Phonetics"]),
        stage("Linkage"),
        stage("Resolve"),
        stage("Diff", ["CKernels"]),
        stage("FileScan", ["FileRecords", "CLinux", "CXXHash"]),
        stage("FileTrees", ["FileRecords"]),
        stage("FileActions", ["FileRecords", "CLinux"]),
        stage(
            "ResultStore",
            [
                "CKernels", "PackedTables",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),

        stage("FileKinds", ["FileRecords", "CMagic"]),
        stage(
            "FileStore",
            [
                "FileRecords", "PackedTables",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),

        // MARK: Composition
        .target(
            name: "Engine",
            dependencies: [
                "Records", "Ingest", "Profile", "Normalise", "Blocking", "Neighbours", "Scoring", "Linkage",
                "Resolve", "Diff",
                "ResultStore", "Pages",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: swift),
        .target(
            name: "Files",
            dependencies: [
                "Records", "FileRecords", "FileScan", "FileTrees", "FileKinds", "FileStore", "FileActions",
                "Pages",
            ],
            swiftSettings: swift),
        .target(
            name: "Status",
            dependencies: [
                "Records", "Pages",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swift),

        // MARK: Product
        .executableTarget(
            name: "tieout",
            dependencies: [
                "Records", "Engine", "ResultStore", "FileRecords", "FileScan", "FileTrees", "FileStore",
                "Files", "Status",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swift),
        .executableTarget(
            name: "make-datasets",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "datasets/Generator", swiftSettings: swift),
        .executableTarget(
            name: "search-texts", dependencies: ["Records", "Neighbours"],
            path: "Benchmarks/text-neighbours/Search", swiftSettings: swift),
        .executableTarget(
            name: "read-columns", dependencies: ["Records", "Ingest"], path: "Benchmarks/read-csv/Reader",
            swiftSettings: swift),

        // MARK: Tests
        .target(
            name: "TestSupport", dependencies: ["Records"], path: "Tests/TestSupport", swiftSettings: swift),
        .target(name: "PostgresServer", path: "Tests/PostgresServer", swiftSettings: swift),
        tests("Records", ["CKernels"]),
        tests("PackedTables", [.product(name: "GRDB", package: "GRDB.swift")]),
        tests("Pages"),
        tests("FileRecords"),
        tests(
            "Ingest",
            [
                "CLibCSV", "CKernels", "CZlib", "CZstd", "CBZip2", "PostgresServer",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        tests("Profile"),
        tests("Normalise", ["CKernels"]),
        tests("Blocking"),
        tests("Neighbours", ["CKernels"]),
        tests("Scoring", ["CKernels", "Phonetics"]),
        tests("Linkage"),
        tests("Resolve"),
        tests("Diff", ["Ingest"]),
        tests("FileScan", ["FileRecords", "CLinux"]),
        tests("FileTrees", ["FileRecords"]),
        tests("FileActions", ["FileRecords"]),
        tests("ResultStore", ["PackedTables", .product(name: "GRDB", package: "GRDB.swift")]),
        tests("FileKinds", ["FileRecords"]),
        tests("FileStore", ["FileRecords", "PackedTables", .product(name: "GRDB", package: "GRDB.swift")]),
        tests("Engine"),
        tests("Files", ["FileRecords", .product(name: "GRDB", package: "GRDB.swift")]),
        tests("Status", ["Pages"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "tieout", "Records", "TestSupport", "PostgresServer",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: swift),
    ]
)
