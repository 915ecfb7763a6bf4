/// Strongly connected components of a directed graph (Tarjan 1972), without recursion: a chain of
/// a million records must not need a stack as deep.
struct StrongComponents {
    /// Component of each node.
    private(set) var label: [Int32] = []

    private var order: [Int32] = []
    private var low: [Int32] = []
    private var cursor: [Int32] = []
    private var path: [Int32] = []
    private var open: [Int32] = []

    /// - Parameters:
    ///   - starts: arcs of node `n` are `heads[starts[n] ..< starts[n + 1]]`.
    ///   - heads: where each arc ends.
    /// - Complexity: O(nodes + arcs).
    mutating func find(starts: [Int32], heads: [Int32]) {
        let count = starts.count - 1
        label = [Int32](repeating: -1, count: count)
        order = [Int32](repeating: -1, count: count)
        low = order
        cursor = Array(starts.dropLast())
        var visited: Int32 = 0
        var labels: Int32 = 0
        for root in 0..<count where order[root] < 0 {
            enter(root, &visited)
            while let top = path.last {
                let node = Int(top)
                if cursor[node] < starts[node + 1] {
                    let head = Int(heads[Int(cursor[node])])
                    cursor[node] += 1
                    if order[head] < 0 {
                        enter(head, &visited)
                    } else if label[head] < 0 {
                        low[node] = min(low[node], order[head])
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last { low[Int(parent)] = min(low[Int(parent)], low[node]) }
                guard low[node] == order[node] else { continue }
                while let member = open.popLast() {
                    label[Int(member)] = labels
                    if member == top { break }
                }
                labels += 1
            }
        }
    }

    private mutating func enter(_ node: Int, _ visited: inout Int32) {
        order[node] = visited
        low[node] = visited
        visited += 1
        path.append(Int32(node))
        open.append(Int32(node))
    }
}
