import FileRecords

/// Directories that are known but not read yet, and those that have been met, for all threads of a walk.
///
/// The last found is the next read: so few wait at a time, whatever the width of the tree.
final class Frontier: @unchecked Sendable {
    /// A directory to read.
    struct Task {
        /// Number of the root that leads to it.
        var root: Int
        /// Node of the directory that holds it; -1 for a root.
        var parent: Int
        /// Device of that directory.
        var parentDevice: UInt64
        /// Path from the root on; empty for the root itself.
        var path: [UInt8]
        /// Length of the last component of the path.
        var nameLength: Int
    }

    private let gate = Gate()
    // Only with the gate locked.
    private var tasks: [Task]
    private var nodes: [FileIdentity: Int] = [:]
    private var busy = 0
    private var isAbandoned = false

    init(roots: OpenRoots) {
        // Taken from the end: the first root first.
        tasks = roots.paths.indices.reversed().map {
            Task(root: $0, parent: -1, parentDevice: 0, path: [], nameLength: 0)
        }
    }

    /// The next directory; nil when there is none and none will come.
    func next() -> Task? {
        gate.locked {
            while tasks.isEmpty && busy > 0 && !isAbandoned { gate.wait() }
            guard !isAbandoned, let task = tasks.popLast() else { return nil }
            busy += 1
            return task
        }
    }

    /// Numbers a directory that was opened.
    ///
    /// - Returns: its node, and whether it is met for the first time and is to be read.
    func node(of identity: FileIdentity) -> (node: Int, isNew: Bool) {
        gate.locked {
            if let node = nodes[identity] { return (node, false) }
            nodes[identity] = nodes.count
            return (nodes.count - 1, true)
        }
    }

    /// Ends the work on one directory, in which others were found.
    func finish(found: [Task]) {
        gate.locked {
            tasks.append(contentsOf: found)
            busy -= 1
            if !found.isEmpty || busy == 0 { gate.announce() }
        }
    }

    /// Lets all threads end.
    func abandon() {
        gate.locked {
            isAbandoned = true
            gate.announce()
        }
    }
}
