import CLinux
import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the devices of a scan are.
struct Devices: Sendable {
    private struct Traits {
        var device: UInt64
        var kind: DeviceKind
        var sharesBlocks: Bool
    }

    private let traits: [Traits]

    init(_ run: RefineRun) {
        var traits: [Traits] = []
        let door = Door(run.table)
        for inode in 0..<run.candidates.inodeCount {
            let leader = run.candidates.leader(inode)
            let device = run.files[leader].facts.device
            guard !traits.contains(where: { $0.device == device }) else { continue }
            let descriptor = door.open(leader)
            let system = descriptor >= 0 ? FileSystemKind(descriptor: descriptor) : .local
            if descriptor >= 0 { close(descriptor) }
            let kind = run.options.device ?? (system == .network ? .network : DeviceKind(device: device))
            traits.append(Traits(device: device, kind: kind, sharesBlocks: system == .sharing))
        }
        self.traits = traits
    }

    /// What a device is.
    func kind(_ device: UInt64) -> DeviceKind { traits.first { $0.device == device }?.kind ?? .solid }

    /// Whether files on a device may have blocks in common.
    func sharesBlocks(_ device: UInt64) -> Bool {
        traits.first { $0.device == device }?.sharesBlocks ?? false
    }

    /// Devices that turn, each of which has a lane of its own.
    var turning: [UInt64] { traits.filter { $0.kind == .turning }.map(\.device).sorted() }

    var hasNetwork: Bool { traits.contains { $0.kind == .network } }
}

/// Work of one step, in lanes: one for each disk that turns, with one thread, and one for all else.
final class Lanes: Sendable {
    private final class Lane: Sendable {
        let items: [Int32]
        let counter: WorkCounter
        let isTurning: Bool

        init(_ items: [Int32], step: Int, isTurning: Bool) {
            self.items = items
            self.isTurning = isTurning
            counter = WorkCounter(total: items.count, step: step)
        }
    }

    private let lanes: [Lane]
    /// The lane of each thread.
    private let laneOfThread: [Int]

    /// - Parameters:
    ///   - items: inodes, or numbers of whatever `device` knows.
    ///   - step: how many are taken at a time.
    ///   - order: sorts the items of a disk that turns.
    init(
        _ items: [Int32], step: Int, devices: Devices, threads: Int, device: (Int32) -> UInt64,
        order: ([Int32]) -> [Int32] = { $0 }
    ) {
        let turning = devices.turning
        var lanes: [Lane] = []
        if turning.isEmpty {
            lanes.append(Lane(items, step: step, isTurning: false))
        } else {
            var parts = [[Int32]](repeating: [], count: turning.count + 1)
            for item in items {
                parts[(turning.firstIndex(of: device(item)) ?? -1) + 1].append(item)
            }
            for (number, part) in parts.enumerated() {
                lanes.append(Lane(number > 0 ? order(part) : part, step: step, isTurning: number > 0))
            }
        }
        self.lanes = lanes
        let shared = Self.mostThreads(threads, devices) - turning.count
        let wanted = min(shared, max(1, (lanes[0].items.count + step - 1) / step))
        laneOfThread =
            Array(repeating: 0, count: lanes[0].items.isEmpty ? 0 : wanted)
            + lanes.indices.dropFirst().filter { !lanes[$0].items.isEmpty }
    }

    /// Requests to a network wait for it most of the time.
    private static let networkThreads = 16

    /// Threads at most.
    static func mostThreads(_ threads: Int, _ devices: Devices) -> Int {
        (devices.hasNetwork ? max(threads, networkThreads) : threads) + devices.turning.count
    }

    /// Threads that the work wants; 0 if there is none.
    var threadCount: Int { laneOfThread.count }

    /// Whether a thread reads from a disk that turns.
    func isTurning(_ thread: Int) -> Bool { lanes[laneOfThread[thread]].isTurning }

    /// The next items for a thread; nil when there are none.
    func take(_ thread: Int) -> ArraySlice<Int32>? {
        let lane = lanes[laneOfThread[thread]]
        return lane.counter.take().map { lane.items[$0] }
    }
}

/// Inodes in the order in which they lie on their disk: by their first block where the file system tells,
/// else by number.
func inPhysicalOrder(_ inodes: [Int32], _ run: RefineRun) -> [Int32] {
    let door = Door(run.table)
    var extent = fiemap_extent()
    let places = inodes.map { inode -> (place: UInt64, inode: Int32) in
        let leader = run.candidates.leader(Int(inode))
        let descriptor = run.mustStop ? -1 : door.open(leader)
        guard descriptor >= 0 else { return (run.files[leader].facts.inode, inode) }
        defer { close(descriptor) }
        let count = tieout_fiemap(descriptor, 0, 1, 0, &extent, 1)
        return (count == 1 ? extent.fe_physical : run.files[leader].facts.inode, inode)
    }
    return places.sorted { ($0.place, $0.inode) < ($1.place, $1.inode) }.map(\.inode)
}
